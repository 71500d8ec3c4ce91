// SPDX-License-Identifier: Apache-2.0

/// The language in which people say what is done with their mail: RFC 5228 and its extensions.
///
/// A script is compiled once and run for each message. A run yields actions and performs none: who
/// runs it asks for them to be done, all or none.
@NullMarked
package org.pabal.sieve;

import org.jspecify.annotations.NullMarked;
