#define LOCAL_SIZE 64u /* equals ROW_WORDS */

/* Words of y that an invocation owns: element k of its steps goes to word k % SLOTS. */
#define SLOTS 8u

/* a is 1 to SCALES, x below ELEMENTS: the largest steps / SLOTS * SCALES * ELEMENTS is below 2^23.
 */
#define SCALES 4u
#define ELEMENTS 16u
