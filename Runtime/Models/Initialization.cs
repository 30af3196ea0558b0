namespace NeuralGpu;

/// <summary>How the weights of a new network are drawn; biases start at zero.</summary>
public enum Initialization
{
    /// <summary>Uniform on ±√(6/(inputs + outputs)): Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010, equation (16). For sigmoid, tanh, softmax and identity.</summary>
    Glorot,

    /// <summary>Uniform on ±√(6/inputs), that is variance 2/inputs: He et al., "Delving deep into rectifiers", 2015, equation (10). For ReLU.</summary>
    He,
}
