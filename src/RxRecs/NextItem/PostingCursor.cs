namespace RxRecs.Recommenders;

/// <summary>Goes through the postings of an item, newest first, while nothing is learned.</summary>
/// <param name="block">The arrays of the ring, and where it begins there.</param>
/// <param name="head">The place of the oldest posting.</param>
/// <param name="mask">One less than the size of the ring.</param>
/// <param name="count">The postings.</param>
internal struct PostingCursor((int[] Numbers, long[] Times, int Start) block, int head, int mask, int count)
{
    private int _left = count;

    /// <summary>Gives the posting that was reached.</summary>
    public int Posting { get; private set; }

    /// <summary>Tells when its session first touched the item, in ticks of UTC.</summary>
    public long Time { get; private set; }

    /// <summary>Reaches the next posting; tells whether there is one.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        var place = block.Start + ((head + --_left) & mask);
        Posting = block.Numbers[place];
        Time = block.Times[place];
        return true;
    }
}
