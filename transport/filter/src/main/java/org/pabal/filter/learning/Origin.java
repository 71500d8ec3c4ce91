// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

/// By whose word something is learnt, in ascending order of weight: a lesser one takes nothing back of
/// what a greater one has said.
public enum Origin {
    /// The filter's own, of mail that left no doubt.
    AUTOMATIC,
    /// A person's, who moved or marked a message, or an administrator's for an account.
    PERSON
}
