// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

/// What becomes of a recipient's copy, in the order of severity.
public enum Outcome {
    DELIVER,
    /// Delivered, with the fields that say what was found.
    TAG,
    /// Filed into Junk, unless a script of the owner's decides otherwise.
    JUNK,
    /// Kept aside: nobody is shown it until somebody releases it.
    QUARANTINE,
    /// The client is asked to come again.
    DEFER,
    /// The client is told that the mail is not wanted.
    REFUSE
}
