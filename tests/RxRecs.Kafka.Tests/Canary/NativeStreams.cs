using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Tests.Canary;

/// <summary>
/// Takes what the process writes to standard output and error, the native library's own lines included, to a file.
/// </summary>
internal sealed partial class NativeStreams : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly int _output = Duplicate(1);
    private readonly int _error = Duplicate(2);

    public NativeStreams()
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, FileOptions.None);
        _ = Duplicate(file.DangerousGetHandle().ToInt32(), 1);
        _ = Duplicate(1, 2);
    }

    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Gives the streams back and returns what was written.</summary>
    public string End()
    {
        Console.Out.Flush();
        Console.Error.Flush();
        _ = Duplicate(_output, 1);
        _ = Duplicate(_error, 2);
        using var reader = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        _ = Close(_output);
        _ = Close(_error);
        File.Delete(_path);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
