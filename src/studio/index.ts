/** Entry `chainrule/studio`: a page over a folder of runs, served on this machine. Node only. */

export type {
  OpenModel,
  PredictField,
  PredictForm,
  Prediction,
  Predictions,
  PredictQuestion,
  RunModel,
} from './protocol/predict.js';
export type {
  ControlCommand,
  NamedNumber,
  PointsEvent,
  RepeatOf,
  RunDetail,
  RunFile,
  RunFinding,
  RunRepeat,
  RunRow,
  RunState,
  RunsAnswer,
  SeriesHeader,
  XAxis,
} from './protocol/protocol.js';
export { type Studio, type StudioOptions, startStudio } from './server.js';
