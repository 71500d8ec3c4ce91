// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.util.List;
import org.xbill.DNS.Record;

/// What came of asking for the records of one name and type.
sealed interface RecordSet {

    /// @param ttlSeconds the shortest on the way
    record Found(List<Record> records, long ttlSeconds) implements RecordSet {}

    record NoData(long ttlSeconds) implements RecordSet {}

    record NoSuchName(long ttlSeconds) implements RecordSet {}

    record Failed(String reason) implements RecordSet {}
}
