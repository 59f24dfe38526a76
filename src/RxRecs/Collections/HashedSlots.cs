using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RxRecs;

/// <summary>
/// Finds slots by hash: a table with open addressing in groups of 16 cells of 4 bytes, one cache line. A cell holds a
/// slot and, in the bits that slots do not need, a part of its hash. So a whole group is compared at once, and a slot
/// that is found nearly always has the key: the processor guesses right even where three of four cells are used.
/// </summary>
/// <remarks>
/// A slot goes into the cell that its hash points at, else into another one of the group, else into the next group. The
/// idea is that of Swiss tables (https://abseil.io/about/design/swisstables), with the slot beside its part of the
/// hash, so that a look-up reads one line. A change is not to be made while a <see cref="Probe"/> is in use.
/// </remarks>
internal struct HashedSlots
{
    private const int Group = 16;
    private const int MaxRoom = 3 << 28;
    private const int Removed = 1; // not 0, and without the mark that each cell in use has
    private readonly int[] _cells;
    private readonly int _first;
    private readonly int _groupShift;
    private readonly int _slotBits;
    private int _filled;

    /// <summary>Makes an empty table with room for so many slots.</summary>
    public HashedSlots(int room)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(room, MaxRoom);
        _slotBits = BitOperations.Log2(Group);
        while (Room < room)
        {
            _slotBits++;
        }

        _groupShift = 32 - (_slotBits - BitOperations.Log2(Group));

        // A group lies on one cache line as long as the collector does not move the array, as it does with small ones.
        _cells = new int[Cells + Group - 1];
        unsafe
        {
            var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_cells));
            _first = (int)(-address & ((Group * sizeof(int)) - 1)) / sizeof(int);
        }
    }

    /// <summary>Gives the number of slots that the table has room for; each is less than <see cref="Cells"/>.</summary>
    public readonly int Room => Cells / 4 * 3;

    /// <summary>Tells whether one more slot needs a larger table, or one without what was removed.</summary>
    public readonly bool IsFull => _filled == Room;

    /// <summary>Gives the number of cells.</summary>
    public readonly int Cells => 1 << _slotBits;

    /// <summary>Gives the slot in a cell, or -1.</summary>
    public readonly int this[int cell] => (Cell(cell) & Cells) == 0 ? -1 : Cell(cell) & (Cells - 1);

    /// <summary>
    /// Gives the slot in the cell that a hash points at, if the slot may have that hash, or -1. Three of four slots are
    /// found there without their group being compared.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Home(int hash)
    {
        var spread = Spread(hash);
        var cell = Cell(HomeOf(spread));
        return (cell & -Cells) == Tag(spread) ? cell & (Cells - 1) : -1;
    }

    /// <summary>Begins to look for the slots that may have a hash.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Probe Find(int hash)
    {
        var spread = Spread(hash);
        return new Probe(in this, GroupOf(spread), Tag(spread));
    }

    /// <summary>Asks for the memory that <see cref="Find"/> will need.</summary>
    public readonly void Expect(int hash) => Prefetch.Of(in Cell(GroupOf(Spread(hash))));

    /// <summary>Adds a slot that is not there; the table must not be full.</summary>
    public void Add(int slot, int hash)
    {
        var spread = Spread(hash);
        var group = GroupOf(spread);
        var free = FreeCells(group);
        while (free == 0)
        {
            group = Next(group);
            free = FreeCells(group);
        }

        ref var cell = ref Cell(HomeOf(spread));
        if ((cell & Cells) != 0)
        {
            cell = ref Cell(group + BitOperations.TrailingZeroCount(free));
        }

        _filled += cell == 0 ? 1 : 0;
        cell = Tag(spread) | slot;
    }

    /// <summary>Removes a slot of the table.</summary>
    public void Remove(int slot, int hash)
    {
        var spread = Spread(hash);
        var group = GroupOf(spread);
        var content = Vector512.Create(Tag(spread) | slot);
        ulong matches;
        while ((matches = Vector512.Equals(Load(group), content).ExtractMostSignificantBits()) == 0)
        {
            group = Next(group);
        }

        // Where the group has never been full, no look-up goes beyond it.
        var hasEmpty = HasEmpty(Load(group));
        Cell(group + BitOperations.TrailingZeroCount(matches)) = hasEmpty ? 0 : Removed;
        _filled -= hasEmpty ? 1 : 0;
    }

    // Fibonacci hashing: hashes that follow each other, or differ by a power of two, spread over all groups.
    private static uint Spread(int hash) => (uint)(((uint)hash * 0x9E3779B97F4A7C15UL) >> 32);

    private static bool HasEmpty(Vector512<int> cells) => Vector512.EqualsAny(cells, Vector512<int>.Zero);

    // A shift by 32 would be one by 0: a table of one group.
    private readonly int GroupOf(uint spread) => (int)((ulong)spread >> _groupShift) * Group;

    private readonly int HomeOf(uint spread) => (int)(spread >> (32 - _slotBits));

    private readonly int Tag(uint spread) => ((int)spread << _slotBits) | Cells;

    private readonly int Next(int group) => (group + Group) & (Cells - 1);

    private readonly ref int Cell(int at) => ref _cells[_first + at];

    private readonly Vector512<int> Load(int group) => Vector512.LoadUnsafe(ref Cell(group));

    // Empty or removed.
    private readonly uint FreeCells(int group) =>
        (uint)Vector512.Equals(Load(group) & Vector512.Create(Cells), Vector512<int>.Zero)
            .ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Matches(int group, int tag) => (uint)Vector512.Equals(
        Load(group) & Vector512.Create(-Cells), Vector512.Create(tag)).ExtractMostSignificantBits();

    // Looks in the groups behind one, as far as they have been full.
    private readonly uint MatchesFrom(int group, int tag, out int found)
    {
        found = group;
        var matches = 0U;
        while (matches == 0 && !HasEmpty(Load(found)))
        {
            found = Next(found);
            matches = Matches(found, tag);
        }

        return matches;
    }

    /// <summary>Goes through the slots that may have a hash.</summary>
    internal ref struct Probe
    {
        private readonly ref readonly HashedSlots _table;
        private readonly int _tag;
        private int _group;
        private uint _matches;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Probe(ref readonly HashedSlots table, int group, int tag)
        {
            _table = ref table;
            (_group, _tag) = (group, tag);
            _matches = table.Matches(group, tag);
        }

        /// <summary>Gives the next slot, or -1.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Next()
        {
            if (_matches == 0)
            {
                _matches = _table.MatchesFrom(_group, _tag, out var group);
                _group = group;
                if (_matches == 0)
                {
                    return -1;
                }
            }

            var cell = _table.Cell(_group + BitOperations.TrailingZeroCount(_matches));
            _matches &= _matches - 1;
            return cell & (_table.Cells - 1);
        }
    }
}
