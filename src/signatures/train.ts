/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const CSVLogger: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CSVLogger(path: string)',
);
export const ConfusionMatrix: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConfusionMatrix(classes: number)',
);
export const ConfusionMatrix$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ConfusionMatrix.add(predicted: Tensor<node>, actual: Tensor<node>)',
);
export const ControlQueue$send: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ControlQueue.send(command: object)',
);
export const Doctor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Doctor(model: Module<ownState,training>, optimizers: OptimizerLike<lr,paramGroups,zeroGrad>[], options: { every?: number, silence?: string[], onFinding?: function })',
);
export const Doctor$compareSplits: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Doctor.compareSplits(train: Tensor<node>, held: Tensor<node>)',
);
export const Doctor$step: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Doctor.step(loss: Tensor<node>, batch?: { input?: Tensor<node> | Tensor<node>[], output?: Tensor<node>, target?: Tensor<node> })',
);
export const Doctor$validate: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Doctor.validate(loss: Tensor<node> | number)',
);
export const EarlyStopping: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new EarlyStopping(options?: { monitor?: string, mode?: 'min' | 'max', patience?: number, minDelta?: number })",
);
export const LRMonitor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LRMonitor(options?: { interval?: 'step' | 'epoch' })",
);
export const LayerLog: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LayerLog(options?: { sample?: Tensor<node> | Tensor<node>[], every?: number })',
);
export const LayerLog$needsGradients: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LayerLog.needsGradients(context: TrainerContext<model,optimizer,epoch>)',
);
export const ModelCheckpoint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new ModelCheckpoint(folder: string, options?: { monitor?: string, mode?: 'min' | 'max', saveTopK?: number, saveLast?: boolean, everyNSteps?: number, everyNMinutes?: number, saveOnException?: boolean })",
);
export const OPFSCheckpoint$open: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OPFSCheckpoint.open(path: string, options?: { everyNEpochs?: number })',
);
export const OPFSCheckpoint$resume: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OPFSCheckpoint.resume(parts: CheckpointParts<model>)',
);
export const OPFSCheckpoint$save: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OPFSCheckpoint.save(parts: CheckpointParts<model>)',
);
export const ProgressBar: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ProgressBar(write?: function)',
);
export const RunFolder$create: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "RunFolder.create(path: string, options?: { monitor?: string, mode?: 'min' | 'max', saveEvery?: number, everyRank?: boolean })",
);
export const RunFolder$describe: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.describe(facts: object)',
);
export const RunFolder$event: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.event(what: string, facts?: object)',
);
export const RunFolder$open: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "RunFolder.open(path: string, options?: { monitor?: string, mode?: 'min' | 'max', saveEvery?: number, everyRank?: boolean })",
);
export const RunFolder$readBest: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "RunFolder.readBest(options?: { monitor?: string, mode?: 'min' | 'max' })",
);
export const RunFolder$resume: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.resume(parts: CheckpointParts<model>)',
);
export const RunFolder$saveBestIfNone: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.saveBestIfNone(parts: CheckpointParts<model>)',
);
export const RunFolder$saveEpoch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.saveEpoch(record: EpochRecord<epoch,step,lr>, parts: CheckpointParts<model>)',
);
export const RunFolder$saveException: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.saveException(parts: CheckpointParts<model>)',
);
export const RunFolder$saveLast: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunFolder.saveLast(parts: CheckpointParts<model>)',
);
export const RunningMean: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RunningMean(state?: RunningMeanState<sum,weight>)',
);
export const RunningMean$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RunningMean.add(value: number, weight?: number)',
);
export const SummaryWriter: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new SummaryWriter(folder: string)',
);
export const SummaryWriter$addGraph: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SummaryWriter.addGraph(model: Module<ownState,training> | GraphNode<name,op,inputs>[])',
);
export const SummaryWriter$addHistogram: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SummaryWriter.addHistogram(tag: string, values: Tensor<node> | ArrayLike<length>, at?: { step?: number })',
);
export const SummaryWriter$addHparams: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SummaryWriter.addHparams(parameters: object, metrics: object)',
);
export const SummaryWriter$addImage: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SummaryWriter.addImage(tag: string, png: buffer, at?: { step?: number })',
);
export const SummaryWriter$addScalar: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SummaryWriter.addScalar(tag: string, value: number, at?: { step?: number })',
);
export const SummaryWriter$addText: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SummaryWriter.addText(tag: string, markdown: string, at?: { step?: number })',
);
export const TensorBoardLogger: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TensorBoardLogger(folder: string, options?: { everyNSteps?: number, histograms?: boolean, hparams?: object })',
);
export const Trainer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Trainer(model: ModelFor<ownState,training>, options: { optimizer: OptimizerLike<lr,paramGroups,zeroGrad>, loss?: function, trainingStep?: function, validationStep?: function, train: asyncIterable, validation?: asyncIterable, metrics?: object, scheduler?: any, schedule?: 'epoch' | 'batch', schedulers?: ScheduledRate<scheduler>[], clipGradNorm?: number, accumulateGradBatches?: number, average?: WeightAverage<update,apply>, callbacks?: TrainerCallback<name>[], generator?: Generator<manualSeed,initialSeed>, compile?: boolean, limitTrainBatches?: number, limitValBatches?: number, overfitBatches?: number, valCheckInterval?: number, monitor?: string, mode?: 'min' | 'max', restoreBest?: boolean, doctor?: boolean | object, rescueAfter?: number | boolean })",
);
export const Trainer$evaluate: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Trainer.evaluate(batches: asyncIterable)',
);
export const Trainer$fit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Trainer.fit(options: { epochs?: number, maxSteps?: number, maxTime?: number, signal?: object, folder?: RunFolder<path,lock>, facts?: object, control?: ControlChannel<take> | boolean, handleSignals?: boolean, onBatch?: function, onEpoch?: function, onFinding?: function })',
);
export const Trainer$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Trainer.loadStateDict(state: TrainerState<epoch,batch,means>)',
);
export const Trainer$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Trainer.predict(batches: asyncIterable)',
);
export const WeightAverage: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new WeightAverage(model: Module<ownState,training>, options?: { decay?: number })',
);
export const WeightAverage$applied: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WeightAverage.applied(body: function)',
);
export const WeightAverage$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WeightAverage.loadStateDict(state: WeightAverageState<updates,weights>)',
);
export const WorkerTraining: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new WorkerTraining(worker: WorkerLike<postMessage,terminate>, options?: { options?: unchecked, onReport?: function })',
);
export const WorkerTraining$send: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WorkerTraining.send(command: object)',
);
export const accuracy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'accuracy(scores: Tensor<node>, classes: Tensor<node>)',
);
export const csvOf: Readonly<Signature> = /* @__PURE__ */ new Signature('csvOf(rows: unchecked[])');
export const doctor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'doctor(model: Module<ownState,training>, optimizer: OptimizerLike<lr,paramGroups,zeroGrad> | OptimizerLike<lr,paramGroups,zeroGrad>[], options?: { every?: number, silence?: string[], onFinding?: function })',
);
export const downloadCheckpoint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'downloadCheckpoint(name: string, parts: CheckpointParts<model>)',
);
export const encodeCheckpoint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'encodeCheckpoint(parts: CheckpointParts<model>)',
);
export const evaluate: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'evaluate(model: ModelFor<ownState,training>, batches: asyncIterable, measures: object, options?: { signal?: object | undefined })',
);
export const examineRecords: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'examineRecords(records: FinishedEpoch<epoch,train,validation>[])',
);
export const formatFinding: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'formatFinding(finding: Finding<code,severity,step>)',
);
export const loadCheckpoint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'loadCheckpoint(source: string | buffer, parts?: object)',
);
export const lrFinder: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'lrFinder(model: Module<ownState,training>, optimizer: Optimizer<paramGroups,addParamGroup>, lossOf: function, options?: { from?: number, to?: number, steps?: number })',
);
export const overfitOneBatch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'overfitOneBatch(model: Layer<ownState,training>, optimizer: Optimizer<paramGroups,addParamGroup>, loss: function, batch: Tensor<node>[], options?: { steps?: number, share?: number })',
);
export const readEvents: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'readEvents(bytes: buffer)',
);
export const saveCheckpoint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'saveCheckpoint(path: string, parts: CheckpointParts<model>)',
);
export const serveTraining: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'serveTraining(train: function)',
);
