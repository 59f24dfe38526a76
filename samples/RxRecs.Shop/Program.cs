using System.Runtime.InteropServices;
using RxRecs.Shop;
using RxRecs.Shop.Output;

// The first Ctrl-C ends the input: what is known by then is still printed. The second one ends the program.
using var stop = new CancellationTokenSource();
var signal = new StopSignal(stop.Token);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
return new ShopHost(Terminal.OfProcess(), signal).Run(args);

void End(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    if (context.Cancel)
    {
        signal.Signal = context.Signal;
        stop.Cancel();
    }
}
