using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RxRecs.Kafka.Embedded;

/// <summary>
/// The native library, as Confluent.Kafka has loaded it. Its package holds several builds of librdkafka for Linux
/// (<c>librdkafka</c>, <c>alpine-librdkafka</c>, <c>centos8-librdkafka</c>), of which it takes the first that loads,
/// and a user may have loaded another: the name alone does not find it.
/// </summary>
internal static class ClientLibrary
{
    /// <summary>The name in our P/Invoke declarations.</summary>
    public const string Name = "librdkafka";

    /// <summary>Makes <see cref="Name"/> stand for the library that Confluent.Kafka uses, in the P/Invoke declarations
    /// of an assembly; to be called once for each.</summary>
    public static void Redirect(Assembly assembly)
    {
        var library = new Lazy<nint>(Load);
        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == Name ? library.Value : 0);
    }

    private static nint Load()
    {
        _ = Library.Load();
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (module.ModuleName.Contains(Name, StringComparison.OrdinalIgnoreCase)
                && NativeLibrary.TryLoad(module.FileName, out var loaded))
            {
                return loaded;
            }
        }

        // macOS does not list a process's libraries, but has only one build of this one.
        return NativeLibrary.Load(Name, typeof(Library).Assembly, searchPath: null);
    }
}
