// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import org.pabal.sieve.Script;

/// @param name as logs and the ledger call it
record NamedScript(String name, Script script) {}
