#:project ../src/RxRecs.Csv
#:property PublishAot=false
using System.Reactive.Linq;
using RxRecs;
Console.WriteLine(args.Length);
