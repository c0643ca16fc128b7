/**
 * Every mistake that the doctor knows: how grave it is, what it is called in a message, and how it
 * is mended. The table is total; the rules that find them are in `rules/`.
 */

/** The name of a mistake. */
export type Code =
  | 'grad-not-zeroed'
  | 'optimizer-misses-parameter'
  | 'parameter-without-gradient'
  | 'parameter-unregistered'
  | 'training-in-eval-mode'
  | 'evaluating-in-train-mode'
  | 'probabilities-as-logits'
  | 'target-broadcast'
  | 'bias-before-norm'
  | 'reshape-for-permute'
  | 'inputs-not-normalised'
  | 'constant-feature'
  | 'initial-loss'
  | 'symmetric-weights'
  | 'dead-relu'
  | 'saturated-activation'
  | 'vanishing-gradient'
  | 'exploding-gradient'
  | 'update-ratio'
  | 'first-nonfinite'
  | 'loss-flat'
  | 'lr-too-high'
  | 'lr-too-low'
  | 'cannot-overfit-one-batch'
  | 'input-ignored'
  | 'leakage'
  | 'not-shuffled'
  | 'class-imbalance'
  | 'overfitting'
  | 'dataset-order-repeats';

/**
 * How grave a finding is: an `'error'` spoils the training, a `'warning'` costs, `'info'` tells.
 */
export type Severity = 'error' | 'warning' | 'info';

/** What a code stands for. */
export interface CodeInfo {
  readonly severity: Severity;
  /** What happened, as the beginning of a message. */
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
}

const error = (what: string, fix: string): CodeInfo => ({ severity: 'error', what, fix });
const warning = (what: string, fix: string): CodeInfo => ({ severity: 'warning', what, fix });
const info = (what: string, fix: string): CodeInfo => ({ severity: 'info', what, fix });

/**
 * What each code means.
 *
 * @example
 * const { severity, fix } = codeTable['grad-not-zeroed'];
 * console.log(severity); // error
 * console.log(fix); // Call optimizer.zeroGrad() before each backward()
 */
export const codeTable: Readonly<Record<Code, CodeInfo>> = {
  'grad-not-zeroed': error(
    'Gradients of an earlier step were added to those of this one',
    'Call optimizer.zeroGrad() before each backward()',
  ),
  'optimizer-misses-parameter': error(
    'A parameter of the model is not in the optimizer, so it never changes',
    'Make the optimizer of model.parameters() after the model is complete, or freeze the ' +
      'parameter: requiresGrad = false',
  ),
  'parameter-without-gradient': warning(
    'A parameter has received no gradient in any step so far',
    'Use it in forward, and do not detach() between it and the loss; or freeze it',
  ),
  'parameter-unregistered': error(
    'The loss depends on a parameter that the model does not list',
    'Keep it in a property of the module, or in an array or a Map there; a private #field, a Set ' +
      'or an object of another class is not searched',
  ),
  'training-in-eval-mode': error(
    'The model is trained in evaluation mode: dropout is off, batch statistics are frozen',
    'Call model.train() before the training loop, and after each evaluation',
  ),
  'evaluating-in-train-mode': warning(
    'The model ran without gradients in training mode: dropout is on, statistics move',
    'Call model.eval() before evaluating and model.train() afterwards',
  ),
  'probabilities-as-logits': error(
    'The loss takes logits, and the model gives it probabilities',
    'Remove the softmax or sigmoid at the end of the model; the loss has it inside',
  ),
  'target-broadcast': error(
    'Output and target have different shapes and were broadcast against each other',
    'Give the target the shape of the output: target.reshape(output.shape)',
  ),
  'bias-before-norm': info(
    'A bias is followed by a batch normalisation, which subtracts it again',
    'Pass { bias: false } to the layer before the normalisation',
  ),
  'reshape-for-permute': error(
    'A reshape exchanges the sizes of dims, which mixes elements instead of exchanging dims',
    'Use permute or transpose to exchange dims',
  ),
  'inputs-not-normalised': warning(
    'The inputs have scales far from one',
    'Standardise them (StandardScaler of chainrule/data), or divide pixels by 255',
  ),
  'constant-feature': info(
    'An input feature has the same value in all samples',
    'Leave it out: it does what the bias does',
  ),
  'initial-loss': warning(
    'The first loss is far above that of a model that knows nothing',
    'Make the last layer small at the start (scale its weights by 0.1), normalise the inputs, and ' +
      'check the number of classes',
  ),
  'symmetric-weights': error(
    'All units of a layer have the same weights, and get the same updates',
    'Initialise the weights at random (nn.init.kaimingUniform), not by a constant',
  ),
  'dead-relu': warning(
    'Units of a ReLU give zero for every sample, so they learn nothing',
    'Lower the learning rate, initialise by Kaiming with zero biases, or use LeakyReLU',
  ),
  'saturated-activation': warning(
    'Most values of an activation lie where its slope is almost zero',
    'Normalise the inputs, initialise by Xavier, or put a normalisation before it',
  ),
  'vanishing-gradient': warning(
    'The gradient of an early layer is almost nothing beside that of the last',
    'Use ReLU or residual connections, a normalisation, and an initialisation for the activation',
  ),
  'exploding-gradient': error(
    'The gradients are very large',
    'Clip them (optim.clipGradNorm), scale inputs and targets to about one, or initialise smaller',
  ),
  'update-ratio': warning(
    'Updates are out of proportion to the weights that they change',
    'Aim at updates of about a thousandth of the weights: change the learning rate',
  ),
  'first-nonfinite': error(
    'A number became NaN or infinite',
    'Keep the operand in range (add an epsilon, clamp, use the stable form), clip gradients, or ' +
      'lower the learning rate',
  ),
  'loss-flat': warning(
    'The loss has not moved since the start',
    'Look whether the output depends on the input, try overfitOneBatch, and raise the learning rate',
  ),
  'lr-too-high': error(
    'The loss has grown since the start',
    'Divide the learning rate by 10; lrFinder shows the range that works',
  ),
  'lr-too-low': warning(
    'The loss falls so slowly that the learning rate must be far too low',
    'Multiply the learning rate by 10; lrFinder shows the range that works',
  ),
  'cannot-overfit-one-batch': error(
    'The model cannot learn even a single batch by heart',
    'Look for a mistake between model and loss before training on all data; then enlarge the model',
  ),
  'input-ignored': error(
    'The output is the same for every sample, whatever the input',
    'Look where the input gets lost: dead units, a product with zero, a mean over the batch',
  ),
  leakage: error(
    'The answer is in the inputs, or samples of one split are in the other',
    'Remove the column that equals the target; split before augmenting, by groups, without repeats',
  ),
  'not-shuffled': warning(
    'The samples come sorted by their target',
    'Shuffle: new DataLoader(data, { shuffle: true })',
  ),
  'class-imbalance': info(
    'Some classes are far rarer than others',
    'Weigh the loss by class, and judge by balanced accuracy',
  ),
  overfitting: warning(
    'The validation loss rises while the training loss falls',
    'Stop early, keep the best weights, and add data, weight decay or dropout',
  ),
  'dataset-order-repeats': info(
    'Every epoch shows the batches in the same order',
    'Shuffle anew in each epoch: new DataLoader(data, { shuffle: true }), and no fixed order of ' +
      'your own',
  ),
};
