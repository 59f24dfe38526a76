using System.IO.Pipes;
using System.Text;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Input that can be read but once, and streams of the process that take nothing.</summary>
[TestFixture]
[Parallelizable]
[Platform(Exclude = "Win")]
public sealed class PipeTests
{
    private const int Rows = 20_000;

    // Longer than a pipe holds, so that whoever opens it twice finds a part.
    private static readonly string Text = "event_time,event_type,product_id,user_id,user_session,price,brand\n"
        + string.Concat(Enumerable.Range(0, Rows).Select(i => string.Create(
            null,
            $"{DateTime.UnixEpoch.AddYears(40).AddSeconds(i):yyyy-MM-dd HH:mm:ss},cart,{i % 50},,s{i % 300},1.5,b\n")));

    [TestCase("recent")]
    [TestCase("carts")]
    [TestCase("evaluate")]
    [TestCase("trends")]
    [TestCase("rank")]
    [TestCase("similar")]
    [TestCase("recommend")]
    public async Task Pipe_IsReadWhole(string command)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        var writing = Task.Run(() => WriteAll(pipe));

        // Whoever reads only a part lets the writer go.
        var run = ShopConsole.Run(command, "--json", path);
        pipe.DisposeLocalCopyOfClientHandle();
        await writing;
        Assert.That(run.Json("summary").Single().Id("events"), Is.EqualTo(Rows), run.Error);
    }

    [Test]
    public void Link_ToAFile_IsLookedAtAsTheFileIs()
    {
        var folder = Directory.CreateTempSubdirectory("rxrecs-link-").FullName;
        try
        {
            var (file, link) = (Path.Combine(folder, "input.csv"), Path.Combine(folder, "link.csv"));
            File.WriteAllText(file, Text);
            File.CreateSymbolicLink(link, file);

            Assert.That(ShopConsole.Run("recent", link).Error, Does.Contain("by sessions instead"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Error_ThatTakesNothing_CostsNoResult()
    {
        using var output = new MemoryStream();
        using var error = new ErrorWriter(new StreamWriter(new FullStream()) { AutoFlush = true });
        var host = new ShopHost(new Terminal { Output = output, Error = error }, new(CancellationToken.None));

        Assert.That(
            host.Run("recent", "--json", Repository.Case("001_input.csv"), "--lateness", "0h"), Is.Zero);
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Does.Contain("\"summary\""));
        Assert.That(host.Run("fly"), Is.EqualTo(ExitCode.BadUsage));
        Assert.That(host.Run("recent", "none.csv"), Is.EqualTo(ExitCode.BadInput));
    }

    [Test]
    public void Output_ThatTakesNothing_IsSaidByName()
    {
        using var error = new StringWriter();
        using var full = new OutputStream(new FullStream());
        var host = new ShopHost(new Terminal { Output = full, Error = error }, new(CancellationToken.None));

        Assert.That(host.Run("recent", "--json", Repository.Case("001_input.csv")), Is.EqualTo(ExitCode.BadInput));
        Assert.That(error.ToString(), Does.Contain("standard output: No space left"));
    }

    private static void WriteAll(AnonymousPipeServerStream pipe)
    {
        try
        {
            pipe.Write(Encoding.UTF8.GetBytes(Text));
        }
        catch (IOException)
        {
            // The reader has gone, and its figures tell.
        }

        // The end of the input; the reader's side stays open.
        pipe.SafePipeHandle.Dispose();
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
