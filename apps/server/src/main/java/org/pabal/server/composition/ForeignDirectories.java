// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import java.util.function.Predicate;
import org.pabal.directory.joined.Attachment;

/// The directories besides the built-in one, and how they are joined with it.
///
/// @param offersScram whether SCRAM is announced although their accounts cannot log in by it
/// @param isThisHost whether a declared host's name is ours
record ForeignDirectories(
        List<Attachment> attachments, boolean offersScram, Predicate<String> isThisHost) {
    static final ForeignDirectories NONE = new ForeignDirectories(List.of(), false, _ -> false);
}
