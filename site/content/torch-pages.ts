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
  ...['UpdateInput', 'setWarnings', 'profile', 'Profile', 'math', 'valueAndGrad', 'dims'],
  ...['RemovableHandle', 'belowOne', 'nonNegative'],
]);

/** Where the name or the place is another one. */
const elsewhere: Readonly<Record<string, string>> = {
  variance: 'var',
  oneHot: 'nn.functional.one_hot',
  pad: 'nn.functional.pad',
  unfold: 'Tensor.unfold',
  detach: 'Tensor.detach',
  indexFill: 'Tensor.index_fill',
  indexPut: 'Tensor.index_put',
  maskedFill: 'Tensor.masked_fill',
  softmax: 'nn.functional.softmax',
  logSoftmax: 'nn.functional.log_softmax',
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

/** Pages of several names, each at its place. */
const places: Readonly<Record<string, string>> = {
  customOp: 'autograd.html#torch.autograd.Function',
  exponential: 'generated/torch.Tensor.exponential_.html',
  klDivergence: 'distributions.html#torch.distributions.kl.kl_divergence',
  Distribution: 'distributions.html#torch.distributions.distribution.Distribution',
  DistributedDataParallel: 'generated/torch.nn.parallel.DistributedDataParallel.html',
  SyncBatchNorm: 'generated/torch.nn.SyncBatchNorm.html',
  ZeroRedundancyOptimizer: 'distributed.optim.html#torch.distributed.optim.ZeroRedundancyOptimizer',
  DataLoader: 'data.html#torch.utils.data.DataLoader',
  TensorDataset: 'data.html#torch.utils.data.TensorDataset',
  ConcatDataset: 'data.html#torch.utils.data.ConcatDataset',
  Subset: 'data.html#torch.utils.data.Subset',
  randomSplit: 'data.html#torch.utils.data.random_split',
  WeightedRandomSampler: 'data.html#torch.utils.data.WeightedRandomSampler',
};

/** Where PyTorch's collective has another name. */
const collectives: Readonly<Record<string, string>> = {
  init: 'init_process_group',
  rank: 'get_rank',
  worldSize: 'get_world_size',
  localRank: 'get_node_local_rank',
  reduceScatter: 'reduce_scatter',
  broadcastObject: 'broadcast_object_list',
};

/** Its name in PyTorch without `torch.`. */
function fullName({ path, name, kind, source }: Placed): string | null {
  const place = path.join('.');
  if (place === 'nn.functional') return `nn.functional.${snake(name)}`;
  if (place === 'linalg') return `linalg.${snake(name)}`;
  const other = elsewhere[name];
  if (other !== undefined) return other;
  if (place === 'nn') return `nn.${name}`;
  if (place === 'optim') return `optim.${name}`;
  if (place === 'optim.swaUtils') return `optim.swa_utils.${kind === 'class' ? name : snake(name)}`;
  if (place === 'optim.lrScheduler') return `optim.lr_scheduler.${name}`;
  if (place !== '' || !/^src\/(tensor|autodiff|runtime)\//.test(source)) return null;
  if (kind === 'class') return name;
  if (isMethodThere.test(name) || isCast.test(name)) return `Tensor.${snake(name)}`;
  return isActivation.test(name) ? `nn.functional.${snake(name)}` : snake(name);
}

/** The page, and the place on it, of what shares a page with others. */
function placeOnPage({ path, name, kind, source }: Placed): string | null {
  if (path.join('.') === 'nn.init')
    return kind === 'function' ? `nn.init.html#torch.nn.init.${snake(name)}_` : null;
  if (path.length === 0 && name === 'Tensor') return 'tensors.html';
  if (kind === 'function' && /^src\/distributed\/(collectives|world)\//.test(source))
    return `distributed.html#torch.distributed.${collectives[name] ?? snake(name)}`;
  return places[name] ?? null;
}

/** The address of that page, or null where there is none. */
export function torchPage(one: Placed): string | null {
  if (ownNames.has(one.name)) return null;
  const docs = 'https://pytorch.org/docs/stable';
  const place = placeOnPage(one);
  if (place !== null) return `${docs}/${place}`;
  const isValue = one.kind === 'class' || one.kind === 'function';
  const full = isValue ? fullName(one) : null;
  return full === null ? null : `${docs}/generated/torch.${full}.html`;
}
