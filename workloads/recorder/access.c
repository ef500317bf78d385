#include "access.h"

#include <stdlib.h>
#include <string.h>
#include <spirv_cross/spirv.h>
#include "trace/format.h"

#define WORDS_HEADER 5
#define IDS_MAX (1u << 22)
/* An instruction of two words or more makes an id. So many are taken in any module, and in a long
 * one so many for each word: what compilers took out leaves gaps. */
#define IDS_OF_ANY (1u << 16)
#define IDS_OF_WORD 8
#define VARIABLES_MAX 64
#define OPCODE_CORE_LAST 400 /* above are extensions, of which all is possible */
/* What is used stands behind what makes it but for loops and calls: a module that needs more passes
 * than they are deep is none. */
#define PASSES_MAX 100

/* Every id carries the set of variables that it may lead to, as bits: pointers into them, and
 * opaque objects loaded from them. Sets only grow, so the walk is repeated until they stay. */
struct walk {
    const uint32_t *words;
    size_t count;
    uint32_t bound, entry;
    uint64_t *sets;      /* by id */
    uint64_t *returned;  /* by function */
    uint32_t *functions; /* by function: the word at which it begins; 0: none */
    bool *reached;       /* by function */
    uint32_t function;   /* whose body the walk is in, if it is reached; 0: none */
    uint64_t opaque;     /* variables whose loads give a handle and no data */
    uint64_t read, written;
    bool changed;
};

typedef bool visitor(struct walk *walk, const uint32_t *instruction, uint32_t length, size_t at);

/* Every instruction in turn, until the visitor returns false; false if one is cut off. */
static bool for_each(struct walk *walk, size_t from, visitor *visit)
{
    for (size_t at = from; at < walk->count;) {
        const uint32_t length = walk->words[at] >> SpvWordCountShift;
        if (length == 0 || length > walk->count - at)
            return false;
        if (!visit(walk, walk->words + at, length, at))
            return true;
        at += length;
    }
    return true;
}

static uint32_t opcode(const uint32_t *instruction)
{
    return instruction[0] & SpvOpCodeMask;
}

static uint64_t set_of(const struct walk *walk, uint32_t id)
{
    return id < walk->bound ? walk->sets[id] : 0;
}

static void grow(struct walk *walk, uint32_t id, uint64_t more)
{
    if (id >= walk->bound || (walk->sets[id] | more) == walk->sets[id])
        return;
    walk->sets[id] |= more;
    walk->changed = true;
}

static void touch(struct walk *walk, uint64_t read, uint64_t written)
{
    walk->read |= read;
    walk->written |= written;
}

static bool note_function(struct walk *walk, const uint32_t *instruction, uint32_t length,
                          size_t at)
{
    if (opcode(instruction) == SpvOpFunction && length >= 5 && instruction[2] < walk->bound)
        walk->functions[instruction[2]] = (uint32_t)at;
    return true;
}

static void walk_call(struct walk *walk, const uint32_t *instruction, uint32_t length)
{
    const uint32_t function = instruction[3];
    if (function >= walk->bound || walk->functions[function] == 0)
        return;
    if (!walk->reached[function]) {
        walk->reached[function] = true;
        walk->changed = true;
    }
    size_t at = walk->functions[function];
    at += walk->words[at] >> SpvWordCountShift;
    for (uint32_t i = 4; i < length && at + 2 < walk->count; i++) {
        if (opcode(walk->words + at) != SpvOpFunctionParameter)
            break;
        grow(walk, walk->words[at + 2], set_of(walk, instruction[i]));
        at += walk->words[at] >> SpvWordCountShift;
    }
    grow(walk, instruction[2], walk->returned[function]);
}

/* What an instruction does to the operand that is a pointer or an image. */
enum effect { EFFECT_NONE, EFFECT_PASS, EFFECT_READ, EFFECT_WRITE, EFFECT_BOTH };

struct rule {
    uint16_t first, last; /* opcodes */
    uint8_t effect, operand;
};

static const struct rule rules[] = {
    {SpvOpAccessChain, SpvOpPtrAccessChain, EFFECT_PASS, 3},
    {SpvOpInBoundsPtrAccessChain, SpvOpInBoundsPtrAccessChain, EFFECT_PASS, 3},
    {SpvOpCopyObject, SpvOpCopyObject, EFFECT_PASS, 3},
    {SpvOpImageTexelPointer, SpvOpImageTexelPointer, EFFECT_PASS, 3},
    {SpvOpSampledImage, SpvOpSampledImage, EFFECT_PASS, 3},
    {SpvOpImage, SpvOpImage, EFFECT_PASS, 3},
    {SpvOpBitcast, SpvOpBitcast, EFFECT_PASS, 3},
    {SpvOpConvertPtrToU, SpvOpConvertPtrToU, EFFECT_BOTH, 3},
    {SpvOpStore, SpvOpStore, EFFECT_WRITE, 1},
    {SpvOpStore, SpvOpStore, EFFECT_BOTH, 2}, /* a pointer that is kept elsewhere */
    {SpvOpCopyMemory, SpvOpCopyMemorySized, EFFECT_WRITE, 1},
    {SpvOpCopyMemory, SpvOpCopyMemorySized, EFFECT_READ, 2},
    {SpvOpImageSampleImplicitLod, SpvOpImageRead, EFFECT_READ, 3},
    {SpvOpImageWrite, SpvOpImageWrite, EFFECT_WRITE, 1},
    {SpvOpImageSparseSampleImplicitLod, SpvOpImageSparseDrefGather, EFFECT_READ, 3},
    {SpvOpImageSparseRead, SpvOpImageSparseRead, EFFECT_READ, 3},
    {SpvOpAtomicLoad, SpvOpAtomicLoad, EFFECT_READ, 3},
    {SpvOpAtomicStore, SpvOpAtomicStore, EFFECT_WRITE, 1},
    {SpvOpAtomicExchange, SpvOpAtomicXor, EFFECT_BOTH, 3},
    {SpvOpAtomicFlagTestAndSet, SpvOpAtomicFlagTestAndSet, EFFECT_BOTH, 3},
    {SpvOpAtomicFlagClear, SpvOpAtomicFlagClear, EFFECT_WRITE, 1},
};

static void apply(struct walk *walk, const uint32_t *instruction, enum effect effect,
                  uint32_t operand)
{
    const uint64_t set = set_of(walk, instruction[operand]);
    switch (effect) {
    case EFFECT_NONE:
        break;
    case EFFECT_PASS:
        grow(walk, instruction[2], set);
        break;
    case EFFECT_READ:
        touch(walk, set, 0);
        break;
    case EFFECT_WRITE:
        touch(walk, 0, set);
        break;
    case EFFECT_BOTH:
        touch(walk, set, set);
        break;
    }
}

/* Loading a handle is no access; loading data is. */
static void walk_load(struct walk *walk, const uint32_t *instruction)
{
    const uint64_t set = set_of(walk, instruction[3]);
    grow(walk, instruction[2], set & walk->opaque);
    touch(walk, set & ~walk->opaque, 0);
}

static void walk_by_rules(struct walk *walk, const uint32_t *instruction, uint32_t length)
{
    const uint32_t code = opcode(instruction);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (code >= rules[i].first && code <= rules[i].last && rules[i].operand < length)
            apply(walk, instruction, (enum effect)rules[i].effect, rules[i].operand);
    if (code == SpvOpSampledImage && length > 4)
        apply(walk, instruction, EFFECT_PASS, 4);
    for (uint32_t i = 1; i < length && code > OPCODE_CORE_LAST; i++)
        apply(walk, instruction, EFFECT_BOTH, i);
    for (uint32_t i = 5; i < length && code == SpvOpExtInst; i++)
        apply(walk, instruction, EFFECT_BOTH, i);
}

static void walk_return(struct walk *walk, const uint32_t *instruction)
{
    uint64_t *returned = &walk->returned[walk->function];
    const uint64_t set = set_of(walk, instruction[1]) | *returned;
    walk->changed |= set != *returned;
    *returned = set;
}

/* Of the whole module; what stands in functions that nothing calls does not happen. */
static bool walk_instruction(struct walk *walk, const uint32_t *instruction, uint32_t length,
                             size_t at)
{
    const uint32_t code = opcode(instruction);
    (void)at;
    if (code == SpvOpFunction) {
        const uint32_t id = length > 2 ? instruction[2] : 0;
        walk->function = id < walk->bound && walk->reached[id] ? id : 0;
    }
    if (walk->function == 0)
        return true;
    if (code == SpvOpLoad && length > 3) {
        walk_load(walk, instruction);
    } else if (code == SpvOpFunctionCall && length > 3) {
        walk_call(walk, instruction, length);
    } else if (code == SpvOpReturnValue && length > 1) {
        walk_return(walk, instruction);
    } else if (code == SpvOpSelect && length > 5) {
        apply(walk, instruction, EFFECT_PASS, 4);
        apply(walk, instruction, EFFECT_PASS, 5);
    } else if (code == SpvOpPhi) {
        for (uint32_t i = 3; i < length; i += 2)
            apply(walk, instruction, EFFECT_PASS, i);
    } else {
        walk_by_rules(walk, instruction, length);
    }
    return true;
}

static bool find_entry(struct walk *walk, const char *name)
{
    for (size_t at = WORDS_HEADER; at < walk->count; at += walk->words[at] >> SpvWordCountShift) {
        const uint32_t *instruction = walk->words + at;
        const uint32_t length = instruction[0] >> SpvWordCountShift;
        if (opcode(instruction) != SpvOpEntryPoint || length < 4 ||
            instruction[1] != SpvExecutionModelGLCompute)
            continue;
        const size_t room = (length - 3) * sizeof(uint32_t);
        const char *found = (const char *)(instruction + 3);
        if (memchr(found, '\0', room) && strcmp(found, name) == 0 && instruction[2] < walk->bound) {
            walk->entry = instruction[2];
            return walk->functions[walk->entry] != 0;
        }
    }
    return false;
}

static bool is_resource(uint32_t storage)
{
    return storage == SpvStorageClassUniformConstant || storage == SpvStorageClassUniform ||
           storage == SpvStorageClassStorageBuffer;
}

/* The variables of the module, each with its bit. */
static void find_variables(struct walk *walk, struct recorder_access *access)
{
    for (size_t at = WORDS_HEADER; at < walk->count; at += walk->words[at] >> SpvWordCountShift) {
        const uint32_t *instruction = walk->words + at;
        const uint32_t length = instruction[0] >> SpvWordCountShift;
        const uint32_t code = opcode(instruction);
        if (code == SpvOpFunction)
            return;
        if (code == SpvOpCapability && length > 1 &&
            instruction[1] == SpvCapabilityPhysicalStorageBufferAddresses)
            access->addresses = true;
        if (code != SpvOpVariable || length < 4 || !is_resource(instruction[3]) ||
            access->variable_count == VARIABLES_MAX || instruction[2] >= walk->bound)
            continue;
        const uint64_t bit = UINT64_C(1) << access->variable_count;
        access->variables[access->variable_count++].id = instruction[2];
        walk->sets[instruction[2]] = bit;
        if (instruction[3] == SpvStorageClassUniformConstant)
            walk->opaque |= bit;
    }
}

/* Bytes of a type, from those of the types before it; of a constant its value, a specialization's
 * default. */
static uint64_t size_of(const uint64_t *sizes, uint32_t bound, const uint32_t *instruction,
                        uint32_t length)
{
    const uint64_t part = length > 2 && instruction[2] < bound ? sizes[instruction[2]] : 0;
    uint64_t bytes = 0;
    switch (opcode(instruction)) {
    case SpvOpTypeBool:
        return 4;
    case SpvOpTypeInt:
    case SpvOpTypeFloat:
        return length > 2 ? instruction[2] / 8 : 0;
    case SpvOpTypeVector:
    case SpvOpTypeMatrix:
        return length > 3 ? instruction[3] * part : 0;
    case SpvOpTypeArray:
        return length > 3 && instruction[3] < bound ? sizes[instruction[3]] * part : 0;
    case SpvOpTypeStruct:
        for (uint32_t i = 2; i < length; i++)
            bytes += instruction[i] < bound ? sizes[instruction[i]] : 0;
        return bytes;
    case SpvOpTypePointer:
        return length > 3 && instruction[3] < bound ? sizes[instruction[3]] : 0;
    case SpvOpConstant:
    case SpvOpSpecConstant:
        return length > 3 ? instruction[3] : 0;
    default:
        return 0;
    }
}

static bool is_type_or_constant(uint32_t code, uint32_t *result)
{
    *result = code == SpvOpConstant || code == SpvOpSpecConstant ? 2 : 1;
    return *result == 2 || (code >= SpvOpTypeVoid && code <= SpvOpTypePointer);
}

static uint32_t shared_bytes(const struct walk *walk)
{
    uint64_t bytes = 0;
    uint64_t *sizes = calloc(walk->bound, sizeof *sizes);
    for (size_t at = WORDS_HEADER; sizes && at < walk->count;
         at += walk->words[at] >> SpvWordCountShift) {
        const uint32_t *instruction = walk->words + at;
        const uint32_t length = instruction[0] >> SpvWordCountShift;
        uint32_t result;
        if (is_type_or_constant(opcode(instruction), &result) && length > result &&
            instruction[result] < walk->bound)
            sizes[instruction[result]] = size_of(sizes, walk->bound, instruction, length);
        if (opcode(instruction) == SpvOpVariable && length > 3 &&
            instruction[3] == SpvStorageClassWorkgroup && instruction[1] < walk->bound)
            bytes += sizes[instruction[1]];
    }
    free(sizes);
    return bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes;
}

static bool is_header(const uint32_t *words, size_t count)
{
    return count >= WORDS_HEADER && words[0] == SpvMagicNumber && words[3] <= IDS_MAX &&
           (words[3] <= IDS_OF_ANY || words[3] / IDS_OF_WORD <= count);
}

static bool allocate(struct walk *walk)
{
    walk->sets = calloc(walk->bound, sizeof *walk->sets);
    walk->returned = calloc(walk->bound, sizeof *walk->returned);
    walk->functions = calloc(walk->bound, sizeof *walk->functions);
    walk->reached = calloc(walk->bound, sizeof *walk->reached);
    return walk->sets && walk->returned && walk->functions && walk->reached;
}

/* False: the sets do not come to rest. */
static bool spread(struct walk *walk)
{
    walk->reached[walk->entry] = true;
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        walk->changed = false;
        walk->function = 0;
        for_each(walk, WORDS_HEADER, walk_instruction);
        if (!walk->changed)
            return true;
    }
    return false;
}

bool recorder_walk_access(const uint32_t *words, size_t count, const char *entry,
                          struct recorder_access *access)
{
    struct walk walk = {.words = words, .count = count};
    bool understood = false;
    *access = (struct recorder_access){.variable_count = 0};
    if (!is_header(words, count))
        return false;
    walk.bound = words[3];
    if (allocate(&walk) && for_each(&walk, WORDS_HEADER, note_function) &&
        find_entry(&walk, entry)) {
        find_variables(&walk, access);
        understood = spread(&walk);
        for (uint32_t i = 0; i < access->variable_count; i++)
            access->variables[i].access = (uint32_t)((walk.read >> i & 1) * TRACE_ACCESS_READ +
                                                     (walk.written >> i & 1) * TRACE_ACCESS_WRITE);
        access->shared_bytes = shared_bytes(&walk);
    }
    free(walk.sets);
    free(walk.returned);
    free(walk.functions);
    free(walk.reached);
    return understood;
}
