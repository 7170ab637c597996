/** The history's worker, mortal: what ends it hears each message first. */
import './mortality'
import '../history-worker'
