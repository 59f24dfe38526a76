using System.Collections;

namespace RxRecs.Csv;

/// <summary>
/// Gives the rows of a file one by one, read anew by each enumeration. A row is decoded into the place from which it is
/// taken, and not copied on the way.
/// </summary>
/// <param name="open">Opens the file, when the first row is asked for.</param>
/// <typeparam name="T">The type that a row becomes.</typeparam>
internal sealed class ShopFileRows<T>(Func<ShopFileReader<T>> open) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new Rows(open);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Rows(Func<ShopFileReader<T>> open) : IEnumerator<T>
    {
        private ShopFileReader<T>? _reader;
        private T _current = default!;
        private bool _isOver;

        public T Current => _current;

        object? IEnumerator.Current => _current;

        public bool MoveNext()
        {
            if (_isOver)
            {
                return false;
            }

            // Over, should opening or reading throw.
            _isOver = true;
            _reader ??= open();
            _isOver = !_reader.TryRead(out _current!);
            if (_isOver)
            {
                Dispose();
            }

            return !_isOver;
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            _isOver = true;
            _reader?.Dispose();
            _reader = null;
        }
    }
}
