using System.Buffers;
using RxRecs.Shop.Generation;

using var g = new ShopGenerator(new ShopSettings { Rows = long.Parse(args[0]) });
using var o = Console.OpenStandardOutput();
var b = new ArrayBufferWriter<byte>();
ShopGenerator.WriteHeader(b);
while (g.WriteNext(b))
{
    if (b.WrittenCount > 60000)
    {
        o.Write(b.WrittenSpan);
        b.ResetWrittenCount();
    }
}

o.Write(b.WrittenSpan);
Console.Error.WriteLine(g.Tally);
return 0;
