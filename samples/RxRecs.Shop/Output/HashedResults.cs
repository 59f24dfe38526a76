using System.Buffers;
using System.Security.Cryptography;

namespace RxRecs.Shop.Output;

/// <summary>
/// Results whose JSON lines also go into a hash, whatever form they are printed in: two runs found the same if their
/// hashes are equal.
/// </summary>
internal sealed class HashedResults : Results
{
    private const int ShownBytes = 8;

    private static readonly ResultTable<string> Hash = new("result_hash", hash => $"Hash of all results: {hash}")
    {
        { "sha256", hash => hash },
    };

    private readonly Results _inner;
    private readonly SHA256 _algorithm = SHA256.Create();
    private readonly CryptoStream _hashed;
    private readonly JsonResults _json;

    public HashedResults(Results inner)
    {
        _inner = inner;
        _hashed = new CryptoStream(Stream.Null, _algorithm, CryptoStreamMode.Write);
        _json = new JsonResults(_hashed);
    }

    public override bool IsForPeople => _inner.IsForPeople;

    public override void Write<T>(
        ResultTable<T> table, string heading, IReadOnlyCollection<T> rows, string whenEmpty = "None.")
    {
        _json.Write(table, heading, rows, whenEmpty);
        _inner.Write(table, heading, rows, whenEmpty);
    }

    public override void WriteLong<T>(
        ResultTable<T> table,
        string heading,
        IReadOnlyCollection<T> rows,
        IReadOnlyCollection<T> shown,
        string whenEmpty)
    {
        _json.Write(table, heading, rows, whenEmpty);
        _inner.WriteLong(table, heading, rows, shown, whenEmpty);
    }

    public override void WriteRepeats<T>(ResultTable<T> table, IReadOnlyCollection<T> rows)
    {
        _json.WriteRepeats(table, rows);
        _inner.WriteRepeats(table, rows);
    }

    public override void Write<T>(ResultTable<T> table, T row)
    {
        _json.Write(table, row);
        _inner.Write(table, row);
    }

    public override void Write(string type, Action<TextWriter> writeText, Action<IBufferWriter<byte>> writeJson)
    {
        _json.Write(type, writeText, writeJson);
        _inner.Write(type, writeText, writeJson);
    }

    public override void Notice(string text)
    {
        _json.Notice(text);
        _inner.Notice(text);
    }

    public override void Say(string text) => _inner.Say(text);

    public override void Flush() => _inner.Flush();

    /// <summary>Writes the hash of all that was written before; nothing may follow.</summary>
    public void WriteHash()
    {
        _json.Flush();
        _hashed.FlushFinalBlock();
        _inner.Write(Hash, Convert.ToHexStringLower(_algorithm.Hash.AsSpan(0, ShownBytes)));
    }

    public override void Dispose()
    {
        _json.Dispose();
        _hashed.Dispose();
        _algorithm.Dispose();
        _inner.Dispose();
        base.Dispose();
    }
}
