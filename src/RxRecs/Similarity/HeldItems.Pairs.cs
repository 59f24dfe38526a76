namespace RxRecs;

/// <content>How the counts of two items held at once follow what a user holds.</content>
internal sealed partial class HeldItems<TUser, TItem>
{
    private int[] _counted = [];
    private int[] _found = [];
    private long[] _order = [];

    /// <summary>Takes note that a row is to have one item more.</summary>
    private void MovePairs(ReadOnlySpan<Cell> row)
    {
        for (var i = 1; i < row.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _pairs.MovePair(row[i].Item, row[j].Item, row.Length, row.Length + 1);
            }
        }
    }

    /// <summary>
    /// Takes an item of a row out of the counts; the rest count as those of a row of the same length, which is about to
    /// be full again, or to go.
    /// </summary>
    private void RemovePairs(ReadOnlySpan<Cell> row, int place)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (i != place)
            {
                _pairs.RemovePair(row[place].Item, row[i].Item, row.Length);
            }
        }
    }

    private void AddPairs(int user, int cell)
    {
        var row = Row(user);
        var item = _cells[cell].Item;
        foreach (ref readonly var other in row)
        {
            if (other.Item != item)
            {
                _pairs.AddPair(item, other.Item, row.Length);
            }
        }

        foreach (ref readonly var other in row)
        {
            if (_pairs.IsWorn(other.Item, _holders[other.Item]))
            {
                CountAnew(other.Item);
            }
        }
    }

    /// <summary>Fills the table of an item from those who hold it.</summary>
    private void CountAnew(int item)
    {
        var found = CountHoldersWith(item);
        var table = _pairs.Table(item);
        _pairs.Clear(item);
        for (var i = 0; i < found; i++)
        {
            _order[i] = ((long)-_counted[_found[i]] << 32) | (uint)i;
        }

        _order.AsSpan(0, found).Sort();
        var kept = Math.Min(found, _pairs.Capacity);
        var floor = kept < found ? (int)-(_order[kept] >> 32) : 0;
        foreach (var other in _found.AsSpan(0, found))
        {
            _counted[other] = 0;
        }

        for (var i = 0; i < kept; i++)
        {
            var other = _found[(int)(uint)_order[i]];
            _counted[other] = 1 + table.Append(_pairs.KeyOf(other));
        }

        AddHolders(item);
        table.Floor = floor;
        foreach (var other in _found.AsSpan(0, found))
        {
            _counted[other] = 0;
        }
    }

    /// <summary>Counts what the holders of an item hold beside it, in the order in which it is found.</summary>
    private int CountHoldersWith(int item)
    {
        if (_counted.Length < ItemSlots)
        {
            Array.Resize(ref _counted, _first.Length);
        }

        var found = 0;
        for (var holder = _first[item]; holder != None; holder = _cells[holder].Older)
        {
            foreach (ref readonly var other in Row(_cells[holder].User))
            {
                if (other.Item != item && _counted[other.Item]++ == 0)
                {
                    if (found == _found.Length)
                    {
                        Array.Resize(ref _found, Math.Max(64, found * 2));
                        Array.Resize(ref _order, _found.Length);
                    }

                    _found[found++] = other.Item;
                }
            }
        }

        return found;
    }

    private void AddHolders(int item)
    {
        var table = _pairs.Table(item);
        for (var holder = _first[item]; holder != None; holder = _cells[holder].Older)
        {
            var row = Row(_cells[holder].User);
            var column = row.Length > 1 ? _pairs.ColumnOf(row.Length) : 0;
            foreach (ref readonly var other in row)
            {
                if (other.Item != item && _counted[other.Item] > 0)
                {
                    table.AddAt(_counted[other.Item] - 1, column, 1);
                }
            }
        }
    }
}
