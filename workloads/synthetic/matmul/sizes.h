#define TILE 16u
#define LOCAL_SIZE 256u /* TILE * TILE */

/* Each factor has so many panels of so many tiles; a product longer than a panel repeats it. */
#define PANELS 16u
#define PANEL_TILES 16u

/* A is scaled by 1 to SCALES, elements are below ELEMENTS: the largest
 * steps * TILE * SCALES * (ELEMENTS - 1)^2 is below 2^23. */
#define SCALES 4u
#define ELEMENTS 4u
