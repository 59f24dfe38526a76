using System.Text;
using RxRecs.Storage;

namespace RxRecs.Live.Events;

/// <summary>Keeps beside a pipeline's state which log it was made of: a position in another one means
/// nothing.</summary>
internal static class LogOwner
{
    /// <summary>Makes sure that the state in a store, if there is any, was made of this log.</summary>
    /// <exception cref="IOException">It was made of another one.</exception>
    public static void Check(IResultStore store, string pipeline, IEventLog log)
    {
        var name = $"{pipeline}.log";
        if (store.Load(name) is not { Count: > 0 } kept)
        {
            // What was saved before there were topics is of the file.
            var owner = store.Load(pipeline).Count > 0 ? FileEventLog.FileName : log.Name;
            store.Save(name, 0, Encoding.UTF8.GetBytes(owner));
            kept = store.Load(name);
        }

        var found = Encoding.UTF8.GetString(kept[0].Content.Span);
        if (found != log.Name)
        {
            throw new IOException(
                $"The state was made of '{found}', and this server is told to read '{log.Name}': give it that log, or "
                + "a --data folder (and with --postgres a database) of its own.");
        }
    }
}
