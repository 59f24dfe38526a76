using System.Text;

namespace RxRecs.Csv.Tests;

/// <summary>
/// Random column maps over random rows: whatever comes, a row is an event, is left out for its kind, or is one dead
/// letter that says which field is wrong, or what is wrong with the record as a whole.
/// </summary>
public sealed class MapFuzzTests
{
    private const int RowsPerFile = 40;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private static readonly string[] OfTheRecord =
    [
        "the record is not JSON", "the record is not UTF-8", "a quote is not closed", " fields where the ",
        " field where the ", "has no element",
    ];

    [TestCase(10_000, 1)]
    [TestCase(500_000, 2, Category = "Slow")]
    public void Table_OfAnyMap_IsReadRowByRow(int rows, int seed)
    {
        var random = new Random(seed);
        for (var done = 0; done < rows; done += RowsPerFile)
        {
            var fuzz = new MapFuzz(random);
            var (hasHeader, delimiter) = (!fuzz.Draw(3), fuzz.Pick(Delimiters));
            var places = 0;
            var map = fuzz.Map(field => hasHeader ? $"c_{field}" : $"{++places}") with
            {
                HasHeader = hasHeader,
                Delimiter = delimiter,
            };
            var text = new List<byte>();
            if (hasHeader)
            {
                Add(text, string.Join(delimiter, fuzz.Columns));
            }

            // The first row tells how many columns there are where no header does.
            var damaged = 0;
            for (var i = 0; i < RowsPerFile; i++)
            {
                var row = fuzz.Row(i == 0 ? 0 : 4).Select(each => fuzz.Quoted(each, delimiter));
                var isDamaged = i > 0 && fuzz.Draw(3);
                damaged += isDamaged ? 1 : 0;
                Add(text, string.Join(delimiter, row), isDamaged ? random : null);
            }

            // A damaged line may open a quote that the next one closes: they are one row then.
            var reading = Read(text, map);
            Assert.That(
                reading.Summary.Rows, Is.InRange(RowsPerFile - damaged, RowsPerFile), () => Show(text, map));
            Check(
                reading, map, text, hasHeader ? fuzz.Columns : [.. fuzz.Columns.Select(column => $"column {column} ")]);
        }
    }

    [TestCase(10_000, 3)]
    [TestCase(500_000, 4, Category = "Slow")]
    public void Json_OfAnyMap_IsReadRowByRow(int records, int seed)
    {
        var random = new Random(seed);
        for (var done = 0; done < records; done += RowsPerFile)
        {
            var fuzz = new MapFuzz(random);
            var form = random.Next(4);
            var map = fuzz.Map(field => Path(field, form));
            var text = new List<byte>();
            for (var i = 0; i < RowsPerFile; i++)
            {
                Add(text, Record(fuzz, form, i == 0 ? 0 : 4), i > 0 && fuzz.Draw(3) ? random : null);
            }

            var reading = Read(text, map);
            Assert.That(reading.Summary.Rows, Is.GreaterThanOrEqualTo(RowsPerFile), () => Show(text, map));
            Check(reading, map, text, fuzz.Columns);
        }
    }

    /// <summary>The same texts in a table and in JSON make the same events and the same reasons.</summary>
    [TestCase(10_000, 5)]
    [TestCase(100_000, 6, Category = "Slow")]
    public void TableAndJson_OfTheSameTexts_GiveTheSame(int rows, int seed)
    {
        var random = new Random(seed);
        var (events, dead) = (0, 0);
        for (var done = 0; done < rows; done += RowsPerFile)
        {
            var fuzz = new MapFuzz(random);
            var map = fuzz.Map(field => $"c_{field}") with { Delimiter = ',' };
            var (table, json) = (new List<byte>(), new List<byte>());
            Add(table, string.Join(',', fuzz.Columns));
            for (var i = 0; i < RowsPerFile; i++)
            {
                var row = fuzz.Row(4);
                Add(table, string.Join(',', row.Select(each => $"\"{each.Replace("\"", "\"\"")}\"")));
                Add(json, "{" + string.Join(',', fuzz.Columns.Zip(
                    row, (column, each) => $"\"{column}\":{System.Text.Json.JsonSerializer.Serialize(each)}")) + "}");
            }

            var (first, second) = (Read(table, map), Read(json, map));
            Assert.That(second.Events, Is.EqualTo(first.Events), () => Show(table, map));
            (events, dead) = (events + first.Events.Count, dead + first.DeadLetters.Count);
            Assert.That(
                second.DeadLetters.Select(letter => (letter.Position + 1, letter.Reason)),
                Is.EqualTo(first.DeadLetters.Select(letter => (letter.Position, letter.Reason))),
                () => Show(table, map));
            Assert.That(
                (second.Summary.OtherKinds, second.Summary.Fields.Unknown, second.Summary.Fields.Unreadable),
                Is.EqualTo((first.Summary.OtherKinds, first.Summary.Fields.Unknown, first.Summary.Fields.Unreadable)),
                () => Show(table, map));
        }

        Assert.That(events, Is.GreaterThan(rows / 10));
        Assert.That(dead, Is.GreaterThan(rows / 10));
    }

    private static void Check(
        Reading reading, ShopColumns map, List<byte> text, IReadOnlyList<string> columns)
    {
        foreach (var reason in reading.DeadLetters.Select(letter => letter.Reason))
        {
            Assert.That(
                columns.Any(column => reason.StartsWith(column, StringComparison.Ordinal))
                    || OfTheRecord.Any(part => reason.Contains(part, StringComparison.Ordinal)),
                () => $"{reason}\n{Show(text, map)}");
        }

        foreach (var next in reading.Events)
        {
            Assert.That(next.Item.IsNone, Is.False, () => Show(text, map));
            Assert.That(next.EventTime.Year, Is.InRange(1, 9999), () => Show(text, map));
            Assert.That(Enum.IsDefined(next.Kind), () => Show(text, map));
            Assert.That(new[] { next.Session, next.Brand, next.CategoryPath }.All(IsPlain), () => Show(text, map));
        }
    }

    private static bool IsPlain(string? text) => text is null || !text.Any(char.IsControl);

    private static string Path(string field, int form) => form switch
    {
        0 => field,
        1 => field is "time" or "user" ? $"top.{field}" : $"rows[*].{field}",
        2 => field is "time" ? "params[key=t].value" : field is "user" ? "list[1]" : $"a[*].b[*].{field}",
        _ => field is "kind" ? "outer[*].kind" : field is "time" ? "time" : $"outer[*].inner.{field}",
    };

    private static string Record(MapFuzz fuzz, int form, int oddness)
    {
        var outside = Members(fuzz, oddness, field => field is "time" or "user");
        return form switch
        {
            0 => "{" + string.Join(',', Members(fuzz, oddness, _ => true).Select(Member)) + "}",
            1 => $$"""{"top":{{Object(outside)}},"rows":{{Many(() => Inside(IsInside))}}}""",
            2 => $$"""
                {"params":[{"key":"x"},{"key":"t","value":{{Value("time")}}}],
                "list":[0,{{Value("user")}}],"a":{{Many(() =>
                    $$"""{"b":{{Many(() => Inside(IsInside))}}}""")}}}
                """,
            _ => $$"""{"time":{{Value("time")}},"outer":{{Many(() =>
                $$"""{"kind":{{Value("kind")}},"inner":{{Inside(field => field is not ("time" or "kind"))}}}""")}}}""",
        };

        static bool IsInside(string field) => field is not ("time" or "user");

        string Inside(Func<string, bool> isIn) => Object(Members(fuzz, oddness, isIn));

        string Value(string field) =>
            Members(fuzz, oddness, each => each == field) is [var (_, value)] ? value : "null";

        string Many(Func<string> one)
        {
            var count = oddness > 0 && fuzz.Draw(20) ? 0 : fuzz.Draw(2) ? 2 : 1;
            return "[" + string.Join(',', Enumerable.Range(0, count).Select(_ => one())) + "]";
        }
    }

    private static (string Field, string Value)[] Members(MapFuzz fuzz, int oddness, Func<string, bool> isIn) =>
    [
        .. fuzz.Named.Zip(fuzz.Row(oddness))
            .Where(pair => isIn(pair.First) && (oddness == 0 || !fuzz.Draw(15)))
            .Select(pair => (pair.First, oddness > 0 && fuzz.Draw(30) ? "[1]" : fuzz.Json(pair.Second))),
    ];

    private static string Object((string Field, string Value)[] members) =>
        "{" + string.Join(',', members.Select(Member)) + "}";

    private static string Member((string Field, string Value) member) => $"\"{member.Field}\":{member.Value}";

    private static void Add(List<byte> text, string line, Random? damage = null)
    {
        line = line.ReplaceLineEndings("");
        text.AddRange(damage is null ? Encoding.UTF8.GetBytes(line) : FuzzTests.Damage(line, damage));
        text.Add((byte)'\n');
    }

    private static Reading Read(List<byte> text, ShopColumns map)
    {
        try
        {
            return Reading.OfBytes([.. text], new ShopFileOptions { Columns = map });
        }
        catch (Exception error) when (error is not AssertionException)
        {
            throw new InvalidOperationException($"{error.Message}\n{Show(text, map)}", error);
        }
    }

    private static string Show(List<byte> text, ShopColumns map) =>
        $"{map.ToJson()}\n{Encoding.UTF8.GetString([.. text])}";
}
