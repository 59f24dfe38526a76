using System.Buffers;

namespace RxRecs.Shop.Output;

/// <summary>Writes a command's results: tables for a person, or JSON lines for a program.</summary>
internal abstract class Results : IDisposable
{
    /// <summary>True if a person reads them, who wants to see less.</summary>
    public virtual bool IsForPeople => false;

    /// <summary>Writes results of one kind, or a heading with a notice if there are none.</summary>
    /// <param name="table">Their fields.</param>
    /// <param name="heading">What stands over them; not in JSON.</param>
    /// <param name="rows">The results.</param>
    /// <param name="whenEmpty">What is said where there is none.</param>
    public abstract void Write<T>(
        ResultTable<T> table, string heading, IReadOnlyCollection<T> rows, string whenEmpty = "None.");

    /// <summary>Writes results that a person has found among others already.</summary>
    public virtual void WriteRepeats<T>(ResultTable<T> table, IReadOnlyCollection<T> rows) => Write(table, "", rows);

    /// <summary>Writes results of which a person sees some, and a program all.</summary>
    public virtual void WriteLong<T>(
        ResultTable<T> table,
        string heading,
        IReadOnlyCollection<T> rows,
        IReadOnlyCollection<T> shown,
        string whenEmpty) => Write(table, heading, rows, whenEmpty);

    /// <summary>Writes a single result that is said in a sentence.</summary>
    public abstract void Write<T>(ResultTable<T> table, T row);

    /// <summary>Writes a single result that has a text and a JSON of its own.</summary>
    /// <param name="type">The value of <c>type</c> in JSON, beside <c>report</c>, which is the result.</param>
    /// <param name="writeText">Writes its lines for a person.</param>
    /// <param name="writeJson">Writes its object.</param>
    public abstract void Write(string type, Action<TextWriter> writeText, Action<IBufferWriter<byte>> writeJson);

    /// <summary>Writes something that has to be said: a program finds it as <c>notice</c>.</summary>
    public abstract void Notice(string text);

    /// <summary>Writes something for a person only.</summary>
    public abstract void Say(string text);

    /// <summary>Makes what has been written visible at once.</summary>
    public abstract void Flush();

    public virtual void Dispose()
    {
    }
}
