/**
 * Proof that no membership is lost: clients change and read groups at once while servers die, every answer is written down, and afterwards
 * each pair of group and user is held to be a register that some order of the operations explains.
 */
@NullMarked
package io.sluice.history;

import org.jspecify.annotations.NullMarked;
