using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>Stands between ILGPU and the CUDA driver: every function that ILGPU imports goes to <see cref="Current"/> while there is one, and otherwise to the driver as before.</summary>
/// <remarks>
/// ILGPU calls the driver through the abstract methods of <see cref="CudaAPI"/>, which are internal; so the class that overrides them is emitted, into an assembly that may see them.
/// It takes its place before anything is compiled to native code, because optimized code holds the object itself and would never ask again which one it is.
/// </remarks>
internal static class DriverImports
{
    // A driver may be called by several threads: the collector's unloads the modules of kernels that nobody disposed of, while a test's thread is at work.
    private static readonly Lock Gate = new();

    private static readonly MethodInfo Enter = typeof(DriverImports).GetMethod(nameof(EnterGate), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Exit = typeof(DriverImports).GetMethod(nameof(ExitGate), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo GetCurrent = typeof(DriverImports).GetProperty(nameof(Current), BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.GetMethod!;

    /// <summary>Who answers; null: the driver, where there is one.</summary>
    internal static StandInDriver? Current { get; set; }

    [ModuleInitializer]
    internal static void Install()
    {
        // The driver's library is looked for once, when ILGPU first asks which API there is.
        NativeLibraries.Register();
        CudaAPI driver = CudaAPI.CurrentAPI;
        Type type = Emit();
        object imports = Activator.CreateInstance(type)!;
        type.GetField("driver")!.SetValue(imports, driver);
        FieldInfo field = typeof(CudaAPI).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Single(field => field.FieldType == typeof(CudaAPI));
        // Reflection does not write read-only fields; code that skips the checks does.
        var setter = new DynamicMethod("SetCurrentAPI", null, [typeof(CudaAPI)], typeof(CudaAPI), skipVisibility: true);
        ILGenerator code = setter.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Stsfld, field);
        code.Emit(OpCodes.Ret);
        setter.CreateDelegate<Action<CudaAPI>>()((CudaAPI)imports);
    }

    internal static void EnterGate() => Gate.Enter();

    internal static void ExitGate() => Gate.Exit();

    private static Type Emit()
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("NeuralGpu.DriverImports"), AssemblyBuilderAccess.Run);
        ModuleBuilder module = assembly.DefineDynamicModule("NeuralGpu.DriverImports");
        ConstructorInfo ignoresAccessChecksTo = EmitIgnoresAccessChecksTo(module);
        assembly.SetCustomAttribute(new CustomAttributeBuilder(ignoresAccessChecksTo, [typeof(CudaAPI).Assembly.GetName().Name!]));
        assembly.SetCustomAttribute(new CustomAttributeBuilder(ignoresAccessChecksTo, [typeof(DriverImports).Assembly.GetName().Name!]));
        TypeBuilder type = module.DefineType("Imports", TypeAttributes.Public, typeof(CudaAPI));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        FieldBuilder driver = type.DefineField("driver", typeof(CudaAPI), FieldAttributes.Public);
        foreach (MethodInfo import in typeof(CudaAPI).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(method => method.IsAbstract))
            EmitImport(type, driver, import);
        return type.CreateType();
    }

    // The runtime knows the attribute by its name alone.
    private static ConstructorInfo EmitIgnoresAccessChecksTo(ModuleBuilder module)
    {
        TypeBuilder type = module.DefineType("System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.Public, typeof(Attribute));
        ILGenerator code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetConstructor([typeof(string)])!;
    }

    private static void EmitImport(TypeBuilder type, FieldBuilder driver, MethodInfo import)
    {
        Type[] parameters = [.. import.GetParameters().Select(parameter => parameter.ParameterType)];
        MethodAttributes attributes = (import.Attributes & ~(MethodAttributes.Abstract | MethodAttributes.NewSlot)) | MethodAttributes.Virtual;
        ILGenerator code = type.DefineMethod(import.Name, attributes, import.ReturnType, parameters).GetILGenerator();
        MethodInfo standIn = StandInFor(import, parameters);
        Label toDriver = code.DefineLabel();
        code.Emit(OpCodes.Call, GetCurrent);
        code.Emit(OpCodes.Brfalse, toDriver);
        LocalBuilder result = code.DeclareLocal(import.ReturnType);
        code.Emit(OpCodes.Call, Enter);
        code.BeginExceptionBlock();
        if (!standIn.IsStatic)
            code.Emit(OpCodes.Call, GetCurrent);
        EmitCall(standIn);
        code.Emit(OpCodes.Stloc, result);
        code.BeginFinallyBlock();
        code.Emit(OpCodes.Call, Exit);
        code.EndExceptionBlock();
        code.Emit(OpCodes.Ldloc, result);
        code.Emit(OpCodes.Ret);
        code.MarkLabel(toDriver);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, driver);
        EmitCall(import);
        code.Emit(OpCodes.Ret);

        void EmitCall(MethodInfo method)
        {
            for (int i = 1; i <= parameters.Length; i++)
                code.Emit(OpCodes.Ldarg, (short)i);
            code.Emit(method.IsStatic ? OpCodes.Call : OpCodes.Callvirt, method);
        }
    }

    private static MethodInfo StandInFor(MethodInfo import, Type[] parameters)
    {
        MethodInfo method = typeof(StandInDriver).GetMethod(import.Name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public)
            ?? throw new MissingMethodException($"ILGPU imports {import.Name}, which {nameof(StandInDriver)} does not imitate; give it a method of that name.");
        if (import.ReturnType != method.ReturnType || !parameters.Select(AsOnStack).SequenceEqual(method.GetParameters().Select(parameter => AsOnStack(parameter.ParameterType))))
            throw new MissingMethodException($"{nameof(StandInDriver)}.{import.Name} takes other parameters than ILGPU's import: {import}.");
        return method;
    }

    private static Type AsOnStack(Type type) => type.IsEnum ? Enum.GetUnderlyingType(type) : type;
}
