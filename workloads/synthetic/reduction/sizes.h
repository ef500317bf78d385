#define LOCAL_SIZE 64u /* equals ROW_WORDS, a power of two */
