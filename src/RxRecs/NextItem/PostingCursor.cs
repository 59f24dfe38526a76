namespace RxRecs.Recommenders;

/// <summary>Goes through the postings of an item, newest first, while nothing is learned.</summary>
/// <param name="block">The array of the ring, and where the ring begins there.</param>
/// <param name="head">The place of the oldest posting.</param>
/// <param name="mask">One less than the size of the ring.</param>
/// <param name="count">The postings.</param>
internal struct PostingCursor((Posting[] Chunk, int Start) block, int head, int mask, int count)
{
    private int _left = count;

    /// <summary>Gives the session of the posting that was reached.</summary>
    public int Session { get; private set; }

    /// <summary>Tells when the session first touched the item, in ticks of UTC.</summary>
    public long Time { get; private set; }

    /// <summary>Reaches the next posting; tells whether there is one.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        ref readonly var posting = ref block.Chunk[block.Start + ((head + --_left) & mask)];
        (Session, Time) = (posting.Session, posting.Time);
        return true;
    }
}
