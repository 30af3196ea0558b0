// TorchSharp with libtorch on the CPU as a peer; the tasks and the protocol are those of pytorch.py and peer.py.
using NeuralGpu.Bench.TorchSharp;
using TorchSharp;

var program = new PeerProgram(args);
torch.set_num_threads(program.Threads);
torch.manual_seed(1);
PeerProgram.Serve($"TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {torch.__version__}, {torch.get_num_threads()} threads", new Tasks(program).All);
