using System.IO.Compression;
using System.Text;

namespace RxRecs.Csv.Tests;

/// <summary>A file that is gone after the test.</summary>
internal sealed class TempFile : IDisposable
{
    private TempFile(byte[] content, string extension)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"rxrecs-{Guid.NewGuid():N}{extension}");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public static TempFile Of(string text) => new(Encoding.UTF8.GetBytes(text), ".csv");

    public static TempFile Of(byte[] content) => new(content, ".csv");

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    public void Dispose() => File.Delete(Path);
}
