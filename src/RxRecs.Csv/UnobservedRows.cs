using System.Globalization;

namespace RxRecs.Csv;

/// <summary>
/// Tells a person, at the end of a reading, of rows that could not be read and whose dead letters nobody takes.
/// </summary>
/// <param name="notices">The observer that receives the notices; null for standard error.</param>
internal sealed class UnobservedRows(IObserver<string>? notices)
{
    private readonly UnobservedDeadLetters _letters = new();
    private long _told;

    /// <summary>A row was set aside.</summary>
    public void Add<T>(ShopFileReader<T> reader, string problem)
    {
        if (_letters.WantsReason)
        {
            _letters.Add(string.Create(CultureInfo.InvariantCulture, $"{reader.Source}:{reader.Line}"), problem);
        }
        else
        {
            _letters.Add();
        }
    }

    /// <summary>Tells what has not been told yet.</summary>
    public void Tell()
    {
        if (Interlocked.Exchange(ref _told, _letters.Count) == _letters.Count)
        {
            return;
        }

        if (notices is not null)
        {
            notices.OnNext(_letters.ToString());
        }
        else
        {
            NoticeLine.Write(Console.Error, $"RxRecs.Csv: {_letters}");
        }
    }
}
