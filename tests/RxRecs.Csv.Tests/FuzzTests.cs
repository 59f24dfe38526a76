using System.Text;

namespace RxRecs.Csv.Tests;

/// <summary>
/// Valid rows with random damage between good neighbours: nothing is lost, nothing leaks into the next line.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Rows =
    [
        "2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,a.b,shiseido,35.79,541312140,"
            + "72d76fde-8bb3-4e00-8c23-a032dfed738c",
        "2019-11-01 00:00:02 UTC,cart,5802432.0,1.4875800092865987e+18,,,0.32,562076640.0,",
        "2019-11-01 00:00:02 UTC,purchase,1,2,,\"say \"\"hi\"\", you\",-7.94,3,s",
    ];

    private static readonly byte[] Spice = [.. ",\"'\t ;.-+eE09\0\u007F="u8, 0xC3, 0xFF, 0xEF, 0xBB];

    [Test]
    public void Read_DamagedRows_AreEachOneEventOrDeadLetter([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        var text = new List<byte>(Encoding.UTF8.GetBytes(Reading.Header));
        const int Count = 2000;
        for (var i = 0; i < Count; i++)
        {
            text.AddRange(Damage(Rows[random.Next(Rows.Length)], random));
            text.Add((byte)'\n');
            text.AddRange(Encoding.UTF8.GetBytes($"2019-10-01 00:00:00 UTC,view,{i},,,,,7,good\n"));
        }

        var reading = Reading.OfBytes([.. text]);

        Assert.That(reading.Summary.Rows, Is.EqualTo(2 * Count));
        Assert.That(reading.Summary.Lines, Is.EqualTo((2 * Count) + 1));
        var good = reading.Events
            .Where(row => string.Equals(row.Session, "good", StringComparison.Ordinal))
            .Select(row => row.Item);
        Assert.That(good, Is.EqualTo(Enumerable.Range(0, Count).Select(i => (Id)i)));
        Assert.That(reading.DeadLetters.TrueForAll(letter => letter.Position % 2 == 0 && letter.Reason.Length > 0));
        Assert.That(reading.DeadLetters, Has.Count.InRange(1, Count));
    }

    [Test]
    public void Read_DamagedOttoLines_LeaveNeighboursAlone([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        const string Good = "{\"session\":1,\"events\":[{\"aid\":5,\"ts\":1659304800025,\"type\":\"clicks\"}]}";
        var text = new List<byte>(Encoding.UTF8.GetBytes(Good + "\n"));
        const int Count = 1000;
        for (var i = 0; i < Count; i++)
        {
            text.AddRange(Damage(Good.Replace("\"session\":1", "\"session\":2", StringComparison.Ordinal), random));
            text.AddRange(Encoding.UTF8.GetBytes($"\n{Good}\n"));
        }

        var reading = Reading.OfBytes([.. text]);

        Assert.That(reading.Summary.Lines, Is.EqualTo((2 * Count) + 1));
        Assert.That(reading.Summary.Rows, Is.GreaterThanOrEqualTo((2 * Count) + 1));
        Assert.That(reading.Events.Count(row => row.Session is "1"), Is.GreaterThanOrEqualTo(Count + 1));
    }

    [Test]
    public void Open_RandomBytes_NeverCrashes([Range(1, 3)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var content = new byte[random.Next(400)];
            random.NextBytes(content);
            byte[] header = (i % 4) switch
            {
                0 => [],
                1 => Encoding.UTF8.GetBytes(Reading.Header),
                2 => [0x1f, 0x8b],
                _ => TempFile.Gzip(Encoding.UTF8.GetBytes(Reading.Header)),
            };
            try
            {
                Reading.OfBytes([.. header, .. content]);
            }
            catch (ShopFileException error)
            {
                Assert.That(error.Message, Does.StartWith("test: "));
            }
        }
    }

    internal static List<byte> Damage(string row, Random random)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(row));
        for (var hits = random.Next(1, 4); hits > 0; hits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = Spice[random.Next(Spice.Length)];
                    break;
                case 1:
                    bytes.Insert(at, Spice[random.Next(Spice.Length)]);
                    break;
                case 2 when bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 30))));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(0, bytes.Count - 1)));
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)'x');
            }
        }

        return bytes;
    }
}
