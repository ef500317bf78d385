#define LOCAL_SIZE 64u /* equals COLUMNS */
#define COLUMNS 64u    /* powers of two: the tile wraps around in both directions */
#define ROWS 8u
#define CELLS 512u /* COLUMNS * ROWS */
#define TILES 16u  /* different tiles in the input */
