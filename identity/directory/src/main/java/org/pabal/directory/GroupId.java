// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

/// The directory's number of a group: of the same row as those of accounts, never used again.
public record GroupId(long value) implements Comparable<GroupId> {

    @Override
    public int compareTo(GroupId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
