using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RxRecs.Outside.Tests;

/// <summary>One C# example of a document, compiled as a reader's program would be.</summary>
/// <param name="Document">The document's path in the repository.</param>
/// <param name="Number">Which example of the document it is, from 1.</param>
/// <param name="Code">The example as it stands.</param>
/// <param name="Before">The examples before it in the document, whose types it may name.</param>
/// <param name="Output">What the document says that it prints; null if it says nothing.</param>
internal sealed record DocumentExample(
    string Document, int Number, string Code, IReadOnlyList<string> Before, string? Output)
{
    /// <summary>The usings that a console project has by itself.</summary>
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The usings that a web project has besides.</summary>
    private const string WebUsings =
        """
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    /// <summary>The usings of an example that has none of its own.</summary>
    private const string Usings =
        """
        global using System.Reactive.Concurrency;
        global using System.Reactive.Disposables;
        global using System.Reactive.Linq;
        global using System.Reactive.Subjects;
        global using Microsoft.Extensions.Configuration;
        global using RxRecs;
        global using RxRecs.Analytics;
        global using RxRecs.Csv;
        global using RxRecs.Kafka;
        global using RxRecs.Machines;
        global using RxRecs.Recommenders;
        global using RxRecs.Testing;
        """;

    private const string DynamicDataUsings =
        """
        global using DynamicData;
        global using DynamicData.Binding;
        global using RxRecs.DynamicData;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>True if the binding to DynamicData is there to be compiled against.</summary>
    public static bool HasDynamicData => AppContext.TryGetSwitch("HasDynamicData", out var has) && has;

    public bool IsOfDynamicData => Document.Contains("dynamic-data", StringComparison.Ordinal);

    /// <summary>Tells whether it has statements, and not only types or members.</summary>
    public bool IsProgram => !IsMember()
        && Parse(Code).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();

    /// <summary>The errors and warnings that a compiler has to say about it.</summary>
    public IEnumerable<string> Complaints() => Compile().GetDiagnostics()
        .Where(each => each.Severity >= DiagnosticSeverity.Warning)
        .Select(each => each.ToString());

    /// <summary>Compiles it into an assembly.</summary>
    public Assembly Load() => Assembly.Load(Image());

    /// <summary>Compiles it, and gives the bytes of its assembly.</summary>
    public byte[] Image()
    {
        using var image = new MemoryStream();
        Assert.That(Compile().Emit(image).Success, Is.True, string.Join('\n', Complaints()));
        return image.ToArray();
    }

    /// <summary>
    /// Runs it in a folder that has the files which documents name, and gives what it prints; nothing of that may be
    /// an error.
    /// </summary>
    public string Run(params string[] arguments)
    {
        var program = Load();
        using var folder = new ExampleFolder();
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter();
        var (console, consoleErrors, input) = (Console.Out, Console.Error, Console.In);
        Console.SetOut(output);
        Console.SetError(errors);
        Console.SetIn(TextReader.Null);
        try
        {
            program.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(consoleErrors);
            Console.SetIn(input);
        }

        Assert.That(errors.ToString(), Is.Empty);
        return output.ToString();
    }

    public override string ToString() => $"{Document} {Number}";

    private CSharpCompilation Compile()
    {
        var tree = Parse(IsMember() ? $"internal sealed class Reader : Worker {{ {Code} }}" : Code);
        var root = tree.GetCompilationUnitRoot();
        return CSharpCompilation.Create(
            "Example",
            [tree, .. Before.Select(Types), .. (root.Usings.Any() ? Project() : Context()).Select(Parse)],
            References,
            new CSharpCompilationOptions(
                IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                // Packages that were built against an older framework: a project takes them without a word too.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));
    }

    private bool IsMember() => Code.StartsWith("protected ", StringComparison.Ordinal);

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code);

    /// <summary>An example without its statements.</summary>
    private static SyntaxTree Types(string code)
    {
        var root = Parse(code).GetCompilationUnitRoot();
        return root.WithMembers([.. root.Members.Where(member =>
            member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax)]).SyntaxTree;
    }

    private IEnumerable<string> Project() =>
        Code.Contains("WebApplication", StringComparison.Ordinal) ? [ImplicitUsings, WebUsings] : [ImplicitUsings];

    private IEnumerable<string> Context() =>
    [
        ImplicitUsings,
        Usings,
        IsOfDynamicData ? DynamicDataUsings : "",
        "global using static Given;",
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "RxRecs.Outside.Tests", "Documents", "Given.cs.txt")),
    ];
}
