"""Reads a TensorBoard event file, from the description of the format alone, and prints it as JSON.

TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord
Protocol buffers: https://protobuf.dev/programming-guides/encoding/
Field numbers: event.proto, summary.proto, histogram.proto, tensor.proto, graph.proto, hparams.

    python3 scripts/readers/tensorboard.py events.out.tfevents.1
"""

import json
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((((crc >> 15) | (crc << 17)) & 0xFFFFFFFF) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        head = data[at:at + 8]
        (length,) = struct.unpack('<Q', head)
        (check,) = struct.unpack_from('<I', data, at + 8)
        assert check == masked(head), 'checksum of a length'
        body = data[at + 12:at + 12 + length]
        assert len(body) == length, 'cut off'
        (check,) = struct.unpack_from('<I', data, at + 12 + length)
        assert check == masked(body), 'checksum of a record'
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    """Every field of a message: number and raw value."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = struct.unpack_from('<d', data, at)[0], at + 8
        elif wire == 5:
            value, at = struct.unpack_from('<f', data, at)[0], at + 4
        else:
            assert wire == 2, 'wire type %d' % wire
            size, at = varint(data, at)
            value, at = data[at:at + size], at + size
        yield number, value


def first(data, number, default=None):
    return next((value for field, value in fields(data) if field == number), default)


def every(data, number):
    return [value for field, value in fields(data) if field == number]


def packed(data):
    return [value for (value,) in struct.iter_unpack('<d', data)]


def histogram(data):
    names = {1: 'min', 2: 'max', 3: 'num', 4: 'sum', 5: 'sumSquares'}
    found = {names[number]: value for number, value in fields(data) if number in names}
    return {**found, 'limits': packed(first(data, 6)), 'counts': packed(first(data, 7))}


def any_value(data):
    for number, value in fields(data):
        return {2: lambda: value, 3: lambda: value.decode(), 4: lambda: bool(value)}[number]()


def hparams(data):
    found = {}
    for number, content in fields(data):
        if number == 2:
            found['hparams'] = [first(one, 1).decode() for one in every(content, 4)]
            found['metrics'] = [first(first(one, 1), 2).decode() for one in every(content, 5)]
        if number == 3:
            entries = every(content, 1)
            found['values'] = {first(e, 1).decode(): any_value(first(e, 2)) for e in entries}
        if number == 4:
            found['status'] = first(content, 1)
    return found


def summary_value(data):
    found = {'tag': first(data, 1).decode()}
    metadata = first(data, 9)
    plugin = first(metadata, 1) if metadata is not None else None
    name = first(plugin, 1).decode() if plugin is not None else None
    for number, content in fields(data):
        if number == 2:
            found['scalar'] = content
        elif number == 4:
            image = dict(fields(content))
            found['image'] = {'height': image[1], 'width': image[2], 'channels': image[3],
                              'bytes': len(image[4])}
        elif number == 5:
            found['histogram'] = histogram(content)
        elif number == 8 and name == 'text':
            found['text'] = [one.decode() for one in every(content, 8)]
    if name == 'hparams':
        found.update(hparams(first(plugin, 2)))
    return found


def graph(data):
    return [{'name': first(node, 1).decode(), 'op': first(node, 2).decode(),
             'inputs': [one.decode() for one in every(node, 3)]} for node in every(data, 1)]


def event(data):
    found = {'step': first(data, 2, 0)}
    assert first(data, 1) > 1e9, 'a time'
    for number, content in fields(data):
        if number == 3:
            found['version'] = content.decode()
        elif number == 4:
            found['graph'] = graph(content)
        elif number == 5:
            found['values'] = [summary_value(one) for one in every(content, 1)]
    return found


if __name__ == '__main__':
    with open(sys.argv[1], 'rb') as file:
        print(json.dumps([event(record) for record in records(file.read())]))
