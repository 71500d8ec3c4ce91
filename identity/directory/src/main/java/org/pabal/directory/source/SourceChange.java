// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

/// What became of a change in a source.
public sealed interface SourceChange {

    /// The source has said that it holds from now on.
    record Done() implements SourceChange {}

    /// All is as it was.
    ///
    /// @param reason one sentence, with the source's own words where it has any
    record Refused(String reason) implements SourceChange {}
}
