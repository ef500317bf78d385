// The row table at the start of the input: work reads the rows groups * steps in order, every group
// its own `steps` rows, modulo the rows that there are.

uint row_word(uint row, uint lane)
{
    uint rows = push.steps > ROWS_MAX / push.groups ? ROWS_MAX
                                                    : max(push.groups * push.steps, ROWS_PERIOD);
    uint mask = (2u << findMSB(rows - 1u)) - 1u;
    return input_words[(row & mask) * ROW_WORDS + lane];
}
