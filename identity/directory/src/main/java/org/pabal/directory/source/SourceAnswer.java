// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

import java.util.List;
import org.pabal.message.Address;

/// What an address is to a source.
public sealed interface SourceAnswer {

    /// An account's address: its primary one or another of its names.
    record Known(SourceAccount account) implements SourceAnswer {}

    /// The mail goes to these instead, which may be aliases again.
    ///
    /// @param targets at least one
    record Alias(List<Address> targets) implements SourceAnswer {}

    record Unknown() implements SourceAnswer {}
}
