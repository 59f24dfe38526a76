using System.Text;

namespace RxRecs.Kafka.Tests.Json;

/// <summary>Records made to break a parser, the same for the same seed.</summary>
internal sealed class HostileJson(int seed)
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        """{"event_time":"2019-11-01T00:00:00Z","event_type":"cart","product_id":1005115,"category_id":"""
        + """2053013555631882655,"category_code":"electronics.smartphone","brand":"apple","price":975.57,"user_id":"""
        + """520088904,"user_session":"26dd6e6e-4dac-4778-8d2c-92e149dab885","quantity":2}""");

    private static readonly string[] Values =
    [
        "NaN", "Infinity", "-Infinity", "1e999", "-1e-999", "-0", "01", "+1", ".5", "1.", "0x10", "true", "null", "{}",
        "[]",
        "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\", "-9223372036854775809", "18446744073709551616", "4070908800000",
        "-62135596800001", "\"2099-01-01T00:00:00Z\"", "\"9999-12-31T23:59:60Z\"", "\"0000-00-00T00:00:00Z\"",
        "\"9999-12-31T23:59:59-14:00\"", "\"=cmd|' /C calc'!A0\"", "\"\u0085\"", "/*x*/1", "'a'", "1e+2147483648",
    ];

    private static readonly string[] Names =
    [
        "event_time", "event_type", "product_id", "category_id", "category_code", "brand", "price", "user_id",
        "user_session", "quantity", "other", "",
    ];

    private readonly Random _random = new(seed);

    public byte[] Next() => _random.Next(1_000) switch
    {
        < 400 => Mutated(),
        < 700 => WithValue(),
        < 800 => Valid[.._random.Next(Valid.Length)],
        < 900 => Garbage(),
        < 960 => Deep(),
        < 996 => LongText(),
        < 998 => Huge(),
        _ => (byte[])Valid.Clone(),
    };

    private byte[] Mutated()
    {
        var json = Valid.ToList();
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            var at = _random.Next(json.Count);
            switch (_random.Next(4))
            {
                case 0:
                    json[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    json.Insert(at, (byte)_random.Next(256));
                    break;
                case 2:
                    json.RemoveAt(at);
                    break;
                default:
                    json.InsertRange(at, json.GetRange(at, Math.Min(_random.Next(20), json.Count - at)));
                    break;
            }
        }

        return [.. json];
    }

    private byte[] WithValue()
    {
        var text = Encoding.UTF8.GetString(Valid)[..^1];
        for (var members = _random.Next(1, 4); members > 0; members--)
        {
            text += $",\"{Names[_random.Next(Names.Length)]}\":{Values[_random.Next(Values.Length)]}";
        }

        return Encoding.UTF8.GetBytes(text + "}");
    }

    private byte[] Garbage()
    {
        var bytes = new byte[_random.Next(300)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Deep()
    {
        var depth = _random.Next(1, 300);
        var (open, close) = _random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var nest = string.Concat(Enumerable.Repeat(open, depth)) + "1"
            + (_random.Next(4) == 0 ? "" : string.Concat(Enumerable.Repeat(close, depth)));
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Valid)[..^1] + ",\"x\":" + nest + "}");
    }

    private byte[] LongText()
    {
        var letters = new string(_random.Next(2) == 0 ? 'x' : '9', _random.Next(1, 6_000));
        var name = Names[_random.Next(Names.Length)];
        var member = _random.Next(3) switch
        {
            0 => $"\"{letters}\":1",
            1 => $"\"{name}\":\"{letters}\"",
            _ => $"\"{name}\":{letters}",
        };
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Valid)[..^1] + "," + member + "}");
    }

    private byte[] Huge()
    {
        var json = new byte[_random.Next(100_000, 1_000_000)];
        Array.Fill(json, (byte)"[{ \"0"[_random.Next(5)]);
        return json;
    }
}
