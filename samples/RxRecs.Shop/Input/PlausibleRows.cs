using System.Collections;
using System.Reactive.Subjects;
using RxRecs.Csv;

namespace RxRecs.Shop.Input;

/// <summary>
/// Gives the rows of a file whose times can be, in the order of the file. <c>Sanitize</c> judges the times alone, one
/// after the other; a row is read into the place from which it is taken, and waits only where its time runs so far
/// ahead that others have to bear it out.
/// </summary>
/// <param name="open">Opens the file, when the first row is asked for.</param>
/// <param name="counts">The counts of what was read, and of what cannot be.</param>
internal sealed class PlausibleRows(Func<ShopFileReader<Interaction>> open, InputCounts counts)
    : IEnumerable<Interaction>
{
    public IEnumerator<Interaction> GetEnumerator() => new Rows(open, counts);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Rows : IEnumerator<Interaction>
    {
        private readonly Func<ShopFileReader<Interaction>> _open;
        private readonly InputCounts _counts;
        private readonly Subject<DateTimeOffset> _times = new();
        private readonly Queue<bool> _verdicts = new();
        private readonly Queue<Interaction> _waiting = new();
        private readonly IDisposable _subscription;
        private ShopFileReader<Interaction>? _reader;
        private Interaction _current;
        private bool _hasEnded;

        public Rows(Func<ShopFileReader<Interaction>> open, InputCounts counts)
        {
            (_open, _counts) = (open, counts);
            _subscription = _times.Sanitize(static time => time, ShopInput.PlausibleTimes).WithRejected()
                .Subscribe(Judge);
        }

        public Interaction Current => _current;

        object IEnumerator.Current => _current;

        public bool MoveNext()
        {
            if (_waiting.Count > 0 && TryTakeWaiting())
            {
                return true;
            }

            while (!_hasEnded && ReadRow())
            {
                _times.OnNext(_current.EventTime);
                if (_waiting.Count > 0 || _verdicts.Count == 0)
                {
                    _waiting.Enqueue(_current);
                    if (TryTakeWaiting())
                    {
                        return true;
                    }
                }
                else if (_verdicts.Dequeue())
                {
                    return true;
                }
            }

            return TryTakeWaiting();
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            _subscription.Dispose();
            _times.Dispose();
            _reader?.Dispose();
        }

        private void Judge(SanitizeResult<DateTimeOffset> time)
        {
            if (time.Rejected is { } rejected)
            {
                _counts.AddImplausible(rejected.Event);
                _verdicts.Enqueue(false);
            }
            else if (time.IsPassed)
            {
                _verdicts.Enqueue(true);
            }
        }

        // The times are judged in their order, so that a verdict is on the row that has waited longest.
        private bool TryTakeWaiting()
        {
            while (_verdicts.TryDequeue(out var isPlausible))
            {
                _current = _waiting.Dequeue();
                if (isPlausible)
                {
                    return true;
                }
            }

            return false;
        }

        private bool ReadRow()
        {
            _reader ??= _open();
            if (ShopInput.TryRead(_reader, _counts, out _current))
            {
                _counts.Read++;
                return true;
            }

            _hasEnded = true;
            _times.OnCompleted();
            return false;
        }
    }
}
