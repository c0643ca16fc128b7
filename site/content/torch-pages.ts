/** Which page of PyTorch's documentation tells of the same thing. */

/** Where an export stands, and who declares it. */
interface Placed {
  readonly path: readonly string[];
  readonly name: string;
  readonly kind: string;
  readonly source: string;
}

/** `gaussianNLLLoss` as `gaussian_nll_loss`. */
const snake = (name: string): string =>
  name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** Names of ours that PyTorch does not have, or not as a page. */
const ownNames = new Set([
  ...['at', 'slice', 'slidingWindow', 'currentGenerator', 'withGenerator', 'realize', 'liveNumber'],
  ...['hingeLoss', 'HingeLoss', 'calculateFans', 'calculateGain', 'Optimizer', 'LRScheduler'],
  ...['UpdateInput', 'setWarnings', 'profile', 'math', 'valueAndGrad'],
]);

/** Where the name or the place is another one. */
const elsewhere: Readonly<Record<string, string>> = {
  variance: 'var',
  oneHot: 'nn.functional.one_hot',
  pad: 'nn.functional.pad',
  unfold: 'Tensor.unfold',
  getRandomState: 'get_rng_state',
  setRandomState: 'set_rng_state',
  clipGradNorm: 'nn.utils.clip_grad_norm_',
  clipGradValue: 'nn.utils.clip_grad_value_',
  grad: 'autograd.grad',
  jacobian: 'autograd.functional.jacobian',
  hessian: 'autograd.functional.hessian',
  jvp: 'autograd.functional.jvp',
  vjp: 'autograd.functional.vjp',
  gradcheck: 'autograd.gradcheck.gradcheck',
  Parameter: 'nn.parameter.Parameter',
};

/** Methods there, functions here. */
const isMethodThere = /^(to|expand|expandAs|repeat|contiguous|size|dim|reshapeAs|view|viewAs)$/;
/** Dtypes there, functions here; and methods of tensors. */
const isCast = /^(bool|double|float|int|long)$/;
const isActivation = /^(elu|gelu|leakyRelu|relu|silu|softplus)$/;

function fullName({ path, name, kind, source }: Placed): string | null {
  const place = path.join('.');
  if (kind !== 'class' && kind !== 'function') return null;
  if (place === 'nn.functional') return `nn.functional.${snake(name)}`;
  if (place === 'linalg') return `linalg.${snake(name)}`;
  const other = elsewhere[name];
  if (other !== undefined) return other;
  if (place === 'nn') return `nn.${name}`;
  if (place === 'optim') return `optim.${name}`;
  if (place === 'optim.lrScheduler') return `optim.lr_scheduler.${name}`;
  if (place !== '' || !/^src\/(tensor|autodiff|runtime)\//.test(source)) return null;
  if (kind === 'class') return name;
  if (isMethodThere.test(name) || isCast.test(name)) return `Tensor.${snake(name)}`;
  return isActivation.test(name) ? `nn.functional.${snake(name)}` : snake(name);
}

/** The address of that page, or null where there is none. */
export function torchPage(one: Placed): string | null {
  const { path, name, kind } = one;
  if (ownNames.has(name)) return null;
  const docs = 'https://pytorch.org/docs/stable';
  if (path.join('.') === 'nn.init')
    return kind === 'function' ? `${docs}/nn.init.html#torch.nn.init.${snake(name)}_` : null;
  if (path.length === 0 && name === 'Tensor') return `${docs}/tensors.html`;
  const full = fullName(one);
  return full === null ? null : `${docs}/generated/torch.${full}.html`;
}
