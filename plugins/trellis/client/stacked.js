export class Stack {
  start() {}
  stop() {}
}
