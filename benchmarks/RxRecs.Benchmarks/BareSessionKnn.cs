namespace RxRecs.Benchmarks;

/// <summary>
/// VMIS-kNN as one writes it over plain arrays, to tell what the machine can do: numbers in place of users and items,
/// room for everything from the start, 16 items a visit, postings never dropped but by newer ones, events in order. It
/// forgets nothing, saves nothing, and knows a shared item by its posting alone.
/// </summary>
internal sealed class BareSessionKnn(int visits, int items, int most, int neighbors)
{
    private const int Length = 16;
    private const int LastItems = 10;
    private const int Listed = 20;
    private readonly int[] _items = new int[visits * Length];
    private readonly int[] _counts = new int[visits];
    private readonly int[] _lastTimes = new int[visits];
    private readonly int[] _marks = new int[visits];
    private readonly float[] _similarities = new float[visits];
    private readonly int[][] _postings = new int[items][];
    private readonly int[] _postingCounts = new int[items];
    private readonly int[] _itemMarks = new int[items];
    private readonly float[] _scores = new float[items];
    private readonly int[] _touched = new int[most * Length];
    private readonly PriorityQueue<int, int> _newest = new(most);
    private readonly PriorityQueue<int, (float, int)> _nearest = new(neighbors);
    private readonly PriorityQueue<int, float> _best = new(Listed);
    private int _sessions;
    private int _mark;

    public void Learn(int visit, int item, int time)
    {
        ref var count = ref _counts[visit];
        var own = _items.AsSpan(visit * Length, count);
        var isNew = !own.Contains(item);
        _sessions += count == 0 ? 1 : 0;
        _lastTimes[visit] = time;
        if (count == Length)
        {
            own[1..].CopyTo(own);
            own[^1] = item;
        }
        else
        {
            _items[(visit * Length) + count++] = item;
        }

        if (isNew)
        {
            AddPosting(visit, item);
        }
    }

    public int List(int visit)
    {
        _mark++;
        _newest.Clear();
        var own = _items.AsSpan(visit * Length, _counts[visit]);
        own = own[Math.Max(0, own.Length - LastItems)..];
        for (var place = own.Length - 1; place >= 0; place--)
        {
            if (!own[(place + 1)..].Contains(own[place]))
            {
                Read(visit, own[place], (place + 1f) / own.Length);
            }
        }

        Choose();
        return Score(own);
    }

    private void AddPosting(int visit, int item)
    {
        ref var postings = ref _postings[item];
        ref var count = ref _postingCounts[item];
        postings ??= new int[4];
        if (count >= postings.Length && postings.Length < most)
        {
            Array.Resize(ref postings, Math.Min(most, postings.Length * 2));
        }

        postings[count++ % postings.Length] = visit;
    }

    private void Read(int visit, int item, float weight)
    {
        var (postings, count) = (_postings[item], _postingCounts[item]);
        for (var place = count - 1; place >= Math.Max(0, count - postings.Length); place--)
        {
            var other = postings[place % postings.Length];
            if (other == visit)
            {
                continue;
            }

            if (_marks[other] == _mark)
            {
                _similarities[other] += weight;
                continue;
            }

            if (_newest.Count < most)
            {
                _newest.Enqueue(other, _lastTimes[other]);
            }
            else if (_newest.TryPeek(out var oldest, out var time) && _lastTimes[other] > time)
            {
                _marks[oldest] = 0;
                _newest.EnqueueDequeue(other, _lastTimes[other]);
            }
            else
            {
                break;
            }

            (_marks[other], _similarities[other]) = (_mark, weight);
        }
    }

    private void Choose()
    {
        _nearest.Clear();
        foreach (var (session, time) in _newest.UnorderedItems)
        {
            var priority = (_similarities[session], time);
            if (_nearest.Count < neighbors)
            {
                _nearest.Enqueue(session, priority);
            }
            else
            {
                _nearest.EnqueueDequeue(session, priority);
            }
        }
    }

    private int Score(Span<int> own)
    {
        var count = 0;
        foreach (var (session, (similarity, _)) in _nearest.UnorderedItems)
        {
            var shared = _items.AsSpan(session * Length, _counts[session]);
            var step = own.Length;
            foreach (var item in shared)
            {
                step = Math.Min(step, own.Length - own.LastIndexOf(item));
            }

            foreach (var item in shared)
            {
                if (_itemMarks[item] != _mark)
                {
                    (_itemMarks[item], _scores[item]) = (_mark, 0);
                    _touched[count++] = item;
                }

                _scores[item] += similarity * Math.Max(0, 1 - (.1f * step));
            }
        }

        _best.Clear();
        foreach (var item in _touched.AsSpan(0, count))
        {
            var rarity = MathF.Log((_sessions + 1f) / (_postingCounts[item] + 1f));
            var score = _scores[item] * (rarity > 0 ? rarity : 1);
            if (_best.Count < Listed)
            {
                _best.Enqueue(item, score);
            }
            else
            {
                _best.EnqueueDequeue(item, score);
            }
        }

        return _best.Count;
    }
}
