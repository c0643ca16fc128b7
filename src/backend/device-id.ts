/** Numbers devices, so that the keys of programs can tell them apart. */

let devices = 0;

/** The number of the next device, from 1. */
export function nextDeviceId(): number {
  devices += 1;
  return devices;
}
