// SPDX-License-Identifier: Apache-2.0

/// Measures Pabal and its peers side by side, each as its own processes on this machine in one run,
/// with the same load: durable mails per second, CPU per mail, syncs per mail.
@NullMarked
package org.pabal.benchmarks;

import org.jspecify.annotations.NullMarked;
