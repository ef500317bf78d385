#define LOCAL_SIZE 64u /* equals ROW_WORDS */
#define BINS 256u      /* a multiple of LOCAL_SIZE */

/* Odd: how far a group's bins are turned. */
#define GROUP_TURN 7u
