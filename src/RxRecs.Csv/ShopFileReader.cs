using System.Diagnostics.CodeAnalysis;
using CsvHelper;
using RxRecs.Machines;

namespace RxRecs.Csv;

/// <summary>
/// Reads a file row by row, whenever it is asked to: the pull source behind <see cref="ShopEvents"/>. Memory does not
/// grow with the file. To be used by one thread at a time.
/// </summary>
/// <typeparam name="T">The type of the values that rows are read into.</typeparam>
public sealed class ShopFileReader<T> : IDisposable
{
    private readonly string _origin;
    private readonly RawInput _raw;
    private readonly RecordSource _records;
    private readonly RowDecoder<T> _decoder;
    private readonly ShopFileOptions _options;
    private readonly Action<DeadLetter>? _onDeadLetter;
    private readonly IProgress<ShopFileProgress>? _progress;
    private long _untilProgress;
    private bool _isComplete;

    internal ShopFileReader(
        string origin,
        string source,
        ShopFileLayout layout,
        RawInput raw,
        RecordSource records,
        RowDecoder<T> decoder,
        ShopFileOptions options,
        Action<DeadLetter>? onDeadLetter,
        IProgress<ShopFileProgress>? progress)
    {
        _origin = origin;
        (Source, Layout, _raw, _records, _decoder, _options) = (source, layout, raw, records, decoder, options);
        (_onDeadLetter, _progress, _untilProgress) = (onDeadLetter, progress, options.ProgressInterval);
    }

    /// <summary>Gets the file's path, or the name that its stream was given.</summary>
    public string Source { get; }

    /// <summary>Gets the layout, as given or recognized.</summary>
    public ShopFileLayout Layout { get; }

    /// <summary>Gets the line of the last row, from 1.</summary>
    public long Line => _records.Line;

    /// <summary>Gets the number of rows that became events (or sessions).</summary>
    public long Events { get; private set; }

    /// <summary>Gets the number of rows that could not be read.</summary>
    public long DeadLetters { get; private set; }

    /// <summary>Gets the number of rows left out because of their kind.</summary>
    public long OtherKinds { get; private set; }

    /// <summary>Gets the progress of the reading, with the counts so far.</summary>
    public ShopFileProgress Progress => new(
        Source,
        _raw.BytesRead,
        _raw.BytesTotal,
        Line,
        Events + DeadLetters + OtherKinds,
        Events,
        DeadLetters,
        _isComplete)
    {
        Layout = Layout,
        OtherKinds = OtherKinds,
        Fields = _decoder.Fields?.Counter.Counts ?? default,
        TimeHint = _decoder.Fields?.Times.Hint,
    };

    /// <summary>Reads the next row. Rows that cannot be read become dead letters on the way.</summary>
    /// <param name="value">The row.</param>
    /// <returns>True if a row has been read; false at the end of the file.</returns>
    /// <exception cref="ShopFileException">The file cannot be read any further.</exception>
    public bool TryRead([MaybeNullWhen(false)] out T value)
    {
        while (TryReadNext(out value!, out var problem))
        {
            if (problem is null)
            {
                return true;
            }

            if (!IsLeftOut(problem))
            {
                _onDeadLetter?.Invoke(Describe(problem));
            }
        }

        value = default;
        return false;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _records.Dispose();

    /// <summary>Tells whether a row is left out, which is nothing wrong with it.</summary>
    internal static bool IsLeftOut(string problem) => ReferenceEquals(problem, FieldReader.OtherKind);

    /// <summary>Reads the next row, or what is wrong with it; false at the end of the file.</summary>
    internal bool TryReadNext([MaybeNull] out T value, out string? problem)
    {
        problem = null;
        if (!_decoder.HasMore)
        {
            if (!MoveToRecord())
            {
                Complete();
                value = default;
                return false;
            }

            problem = _records.FindProblem(_decoder.FieldCount, _options.AllowShortRows);
        }

        if (problem is null)
        {
            problem = _decoder.Decode(_records.Reader, _records.Line, out value);
        }
        else
        {
            value = default;
        }

        if (problem is null)
        {
            Events++;
        }
        else if (IsLeftOut(problem))
        {
            OtherKinds++;
        }
        else
        {
            DeadLetters++;
            SetAsideEvents.Add(_origin, SetAsideEvents.Unreadable);
        }

        CountDown();
        return true;
    }

    /// <summary>The dead letter of the row that could not be read just now.</summary>
    internal DeadLetter Describe(string problem) =>
        DeadLetter.FromUtf8(Line, problem, _records.Reader.RawRecord, Source);

    private void Complete()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            _progress?.Report(Progress);
        }
    }

    private bool MoveToRecord()
    {
        try
        {
            return !_isComplete && _records.Read(_decoder.FieldCount);
        }
        catch (Exception error) when (
            error is (IOException or CsvFormatException or UnauthorizedAccessException) and not ShopFileException)
        {
            throw new ShopFileException(Source, $"reading stopped behind line {Line}: {error.Message}", error);
        }
    }

    private void CountDown()
    {
        if (--_untilProgress == 0)
        {
            _untilProgress = _options.ProgressInterval;
            _progress?.Report(Progress);
        }
    }
}
