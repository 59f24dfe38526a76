using System.Runtime.InteropServices;
using RxRecs.Shop;
using RxRecs.Shop.Output;

// The first Ctrl-C ends the input: what is known by then is still printed. The second one ends the program.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return new ShopHost(Terminal.OfProcess(), stop.Token).Run(args);

void End(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
