#define LOCAL_SIZE 64u
