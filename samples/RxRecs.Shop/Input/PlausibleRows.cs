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
        private readonly Subject<(long Row, DateTimeOffset Time)> _times = new();
        private readonly Queue<(long Row, Interaction Value)> _waiting = new();
        private readonly HashSet<long> _rejected = [];
        private readonly IDisposable _subscription;
        private ShopFileReader<Interaction>? _reader;
        private SessionLineCheck? _lines;
        private Interaction _current;
        private long _row;
        private long _lastPassed;
        private bool _hasEnded;

        public Rows(Func<ShopFileReader<Interaction>> open, InputCounts counts)
        {
            (_open, _counts) = (open, counts);
            _subscription = _times.Sanitize(static each => each.Time, ShopInput.PlausibleTimes).WithRejected()
                .Subscribe(Judge);
        }

        public Interaction Current => _current;

        object IEnumerator.Current => _current;

        public bool MoveNext()
        {
            if (TryTakeWaiting())
            {
                return true;
            }

            while (!_hasEnded && ReadRow())
            {
                _times.OnNext((++_row, _current.EventTime));
                if (_waiting.Count == 0 && _lastPassed == _row)
                {
                    return true;
                }

                _waiting.Enqueue((_row, _current));
                if (TryTakeWaiting())
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

        // Rows pass in their order. One that cannot be by itself is rejected before those that still wait.
        private void Judge(SanitizeResult<(long Row, DateTimeOffset Time)> each)
        {
            if (each.Rejected is { } rejected)
            {
                _counts.AddImplausible(rejected.Event.Time);
                _rejected.Add(rejected.Event.Row);
            }
            else if (each.IsPassed)
            {
                _lastPassed = each.Event.Row;
            }
        }

        private bool TryTakeWaiting()
        {
            while (_waiting.TryPeek(out var first))
            {
                if (_rejected.Remove(first.Row))
                {
                    _waiting.Dequeue();
                }
                else if (first.Row <= _lastPassed)
                {
                    _current = _waiting.Dequeue().Value;
                    return true;
                }
                else
                {
                    return false;
                }
            }

            return false;
        }

        private ShopFileReader<Interaction> Open()
        {
            var reader = _open();
            if (reader.Layout == ShopFileLayout.SessionLines)
            {
                _counts.Lines[reader.Source] = _lines = new SessionLineCheck();
            }

            return reader;
        }

        private bool ReadRow()
        {
            _reader ??= Open();
            if (ShopInput.TryRead(_reader, _counts, out _current))
            {
                _counts.Read++;
                _lines?.Note(_current);
                return true;
            }

            _hasEnded = true;
            _times.OnCompleted();
            return false;
        }
    }
}
