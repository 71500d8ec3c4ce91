// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.nio.ByteBuffer;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.source.SourceGroup;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// A group of another directory under the number that it has here, and what it was called last.
public record RegisteredGroup(GroupId id, String source, SourceGroup known) {

    /// The letter of the records.
    public static final byte BY_NUMBER = 'F';

    public static byte[] numberKey(GroupId id) {
        return ByteBuffer.allocate(9).put(BY_NUMBER).putLong(id.value()).array();
    }

    public RegisteredGroup with(SourceGroup other) {
        return new RegisteredGroup(id, source, other);
    }

    /// As everybody else sees it.
    public Group group() {
        return new Group(id, known.address(), known.takesMail());
    }

    public byte[] encode() {
        return new RecordWriter()
                .text(source)
                .text(known.key())
                .text(known.address().localPart())
                .text(known.address().domain().name())
                .number(known.takesMail() ? 1 : 0)
                .toOctets();
    }

    public static RegisteredGroup decode(byte[] key, byte[] value) {
        GroupId id = new GroupId(ByteBuffer.wrap(key, 1, 8).getLong());
        RecordReader in = new RecordReader("registered group " + id, value);
        return new RegisteredGroup(
                id,
                in.text(),
                new SourceGroup(
                        in.text(),
                        new Address(in.text(), new Domain(in.text())),
                        in.number() == 1));
    }
}
