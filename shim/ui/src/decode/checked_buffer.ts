// A FlatBuffers buffer whose every read is inside the message: the library itself reads zeros beyond the end.
import { ByteBuffer } from "flatbuffers";

/** A message that is not what its identifier says. */
export class DecodeError extends Error {}

/** As `limits::kEventBytes`: nothing larger is even looked at. */
export const maxEventBytes = 24 * 1024 * 1024;

export class CheckedBuffer extends ByteBuffer {
  override readInt8(offset: number): number {
    return super.readInt8(this.inside(offset, 1));
  }
  override readUint8(offset: number): number {
    return super.readUint8(this.inside(offset, 1));
  }
  override readInt16(offset: number): number {
    return super.readInt16(this.inside(offset, 2));
  }
  override readUint16(offset: number): number {
    return super.readUint16(this.inside(offset, 2));
  }
  /** All wider reads of the library are made of this one. */
  override readInt32(offset: number): number {
    return super.readInt32(this.inside(offset, 4));
  }
  override __vector_len(offset: number): number {
    const length = super.__vector_len(offset);
    if (length < 0 || length > this.capacity()) throw new DecodeError(`vector of ${length} items does not fit`);
    return length;
  }

  private inside(offset: number, size: number): number {
    if (!(offset >= 0 && offset + size <= this.capacity())) throw new DecodeError(`read at ${offset} is outside`);
    return offset;
  }
}

/** The value, or the error that the message lacks it. */
export function required<T>(value: T | null, field: string): T {
  if (value === null) throw new DecodeError(`${field} is missing`);
  return value;
}

/** Every item of a vector, read one by one. */
export function list<T, U>(length: number, item: (index: number) => T | null, read: (item: T) => U): U[] {
  return Array.from({ length }, (_, index) => read(required(item(index), `item ${index}`)));
}
